from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.domain.disease_profiles import DISEASES
from app.science.errors import BadParameter
from app.science.generations import (
    Exposed,
    Generation,
    Met,
    counted_generations,
    infectious_from_to,
    latent_days,
)
from app.science.visit_columns import DAY, NEVER

SLOW = replace(DISEASES["covid-19"], incubation_window=(5, 14), infectious_before=2, infectious_after=8)
"""Whoever was exposed can infect after three days."""
DAYS = np.arange(0, 60) * DAY
CASE = 0


def first(*people: int, on: float = 10, isolated: float | None = None) -> Exposed:
    many = len(people)
    start = np.full(many, round(on * DAY))
    alone = NEVER if isolated is None else round(isolated * DAY)
    return Exposed(np.array(people, int), start, start + DAY // 24, np.full(many, alone))


def meetings(*rows: tuple[int, int, int, float]):
    """Meetings of an hour: who, whom, where, on which day; looked up for whoever is asked for."""

    def look_up(people, begin, end):
        asked = dict(zip(people.tolist(), zip(begin.tolist(), end.tolist(), strict=True), strict=True))
        found = []
        for by, person, venue, day in rows:
            start = round(day * DAY)
            if by in asked and start < asked[by][1] and start + DAY // 24 > asked[by][0]:
                found.append((by, person, venue, start, start + DAY // 24))
        return Met(*np.array(found, dtype=np.int64).reshape(-1, 5).T)

    return look_up


def counted(one: Exposed, look_up, **changed) -> tuple[Generation, ...]:
    values = {"disease": SLOW, "cases": np.array([CASE]), "days": DAYS, "now": 50 * DAY}
    return counted_generations(one, look_up, **(values | changed))


def test_the_latent_time_comes_from_the_profile_and_is_never_negative():
    assert latent_days(SLOW) == 3
    assert latent_days(replace(SLOW, incubation_window=(1, 14))) == 0


def test_only_who_met_a_contact_while_that_one_could_infect_is_f2():
    look_up = meetings((1, 20, 5, 12.9), (1, 21, 5, 13), (1, 22, 5, 15.5), (1, 23, 5, 17))
    (f2,) = counted(first(1, isolated=16), look_up)
    assert (f2.number, f2.people) == (2, 2)
    assert f2.venue.tolist() == [5, 5]
    assert f2.day.tolist() == [13, 15]
    assert f2.there.tolist() == [1, 1]
    assert not f2.at_least


def test_a_lookup_that_gives_too_much_is_cut():
    def all_of_it(people, begin, end):
        return meetings((1, 20, 5, 11), (1, 21, 5, 14), (9, 22, 5, 14))(
            np.array([1, 9]), np.zeros(2, int), np.full(2, NEVER)
        )

    (f2,) = counted(first(1), all_of_it)
    assert f2.people == 1


def test_without_isolation_it_ends_with_the_longest_course_or_now():
    begin, end = infectious_from_to(first(1), SLOW, now=50 * DAY)
    assert begin[0] == 13 * DAY
    assert end[0] == 10 * DAY + DAY // 24 + 23 * DAY
    assert infectious_from_to(first(1), SLOW, now=20 * DAY)[1][0] == 20 * DAY
    assert counted(first(1), meetings((1, 20, 5, 13)), now=12 * DAY)[0].people == 0


def test_everybody_counts_once_and_cases_and_contacts_not_at_all():
    rows = [(1, 20, 5, 14), (2, 20, 6, 14), (1, 20, 5, 14.5), (1, 2, 5, 14), (2, CASE, 5, 14)]
    (f2,) = counted(first(1, 2), meetings(*rows))
    assert f2.people == 1
    assert sorted(zip(f2.venue.tolist(), f2.there.tolist(), strict=True)) == [(5, 1), (6, 1)]


def test_f3_waits_for_f2_to_become_infectious_and_is_counted_only_when_asked():
    rows = (
        (1, 20, 5, 14),
        (1, 21, 5, 14),
        (20, 30, 6, 16),
        (20, 31, 6, 17.5),
        (20, 1, 6, 17.5),
        (20, 21, 6, 18),
    )
    look_up = meetings(*rows)
    assert len(counted(first(1), look_up)) == 1
    f2, f3 = counted(first(1), look_up, deepest=3)
    assert (f2.people, f3.people) == (2, 1)
    assert f3.number == 3


def test_a_cap_is_said_and_follows_the_earliest_exposed():
    early, late = first(1), first(2, on=12)
    both = Exposed(*(np.concatenate((getattr(late, n), getattr(early, n))) for n in Exposed.__slots__))
    look_up = meetings((1, 20, 5, 16), (2, 21, 5, 16), (2, 22, 5, 16))
    (f2,) = counted(both, look_up, most_people=1)
    assert (f2.people, f2.not_followed, f2.at_least) == (1, 1, True)
    _, f3 = counted(both, look_up, most_people=1, deepest=3)
    assert f3.at_least
    (whole,) = counted(both, look_up, most_people=2)
    assert (whole.people, whole.not_followed, whole.at_least) == (3, 0, False)


def test_nobody_to_follow_is_nobody_counted():
    (f2,) = counted(first(), meetings((1, 20, 5, 14)))
    assert f2.people == 0
    assert f2.there.tolist() == []


def test_nonsense_is_refused_by_name():
    look_up = meetings((1, 20, 5, 14))
    for wrong in ({"deepest": 1}, {"most_people": 0}, {"days": DAYS[::-1]}, {"days": DAYS[:3]}):
        with pytest.raises(BadParameter):
            counted(first(1), look_up, **wrong)
    with pytest.raises(BadParameter):
        first(1, 1)
