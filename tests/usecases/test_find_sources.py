"""Source venues, in a town where a dinner infected some and everybody else went about as ever."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import text

from app.domain import errors
from app.domain.contacts import Standing
from app.domain.disease_profiles import DISEASES
from app.domain.ids import CaseId, VenueId
from app.domain.officials import Official
from app.domain.roles import Role
from app.domain.spans import Span
from app.store import source_runs
from app.usecases.add_interview_visit import add_interview_visit
from app.usecases.decide_contact import decide_contacts
from app.usecases.draw_pool import draw_pool, main_ward
from app.usecases.end_retention import end_retention
from app.usecases.find_sources import find_sources
from app.usecases.trace_case import trace_case
from app.usecases.verify_audit import verify_audit
from app.usecases.view_sources import view_sources
from tests.outbreaks import Town, person_of

COVID = DISEASES["covid-19"]
GUESTS = [0, 1, 2, 3]
WELL = range(10, 40)


@dataclass
class Dinner:
    """Four guests fell ill five days after a dinner, of ten; thirty well people went to two markets."""

    town: Town
    official: Official
    hall: VenueId
    markets: list[VenueId]
    cases: list[CaseId]

    def find(self, official=None, **named):
        return find_sources(
            self.town.database,
            official or self.official,
            "covid-19",
            **{
                "days": 21,
                "keys": self.town.keys,
                "policy": self.town.policy,
                "now": self.town.now,
                "seed": 1,
            }
            | named,
        )


def fill(town: Town, wards=(None, None)) -> tuple[VenueId, list[VenueId]]:
    hall = town.venue("Tiệc cưới Hoa Sen", ward=wards[0])
    markets = [town.venue(f"Chợ {ward}", ward=ward) for ward in wards]
    rng = np.random.default_rng(3)
    stays = [
        (n, markets[n % 2], ago, 8, 9)
        for n in (*GUESTS, *WELL)
        for ago in rng.choice(range(3, 17), 4, replace=False).tolist()
    ]
    town.walk((GUESTS, hall, 9, 19, 22), (list(WELL)[:6], hall, 9, 19, 22), *stays)
    return hall, markets


@pytest.fixture
def town(database, keys, policy, now):
    return Town(database, keys, policy, now)


@pytest.fixture
def dinner(town):
    hall, markets = fill(town)
    official = town.official()
    return Dinner(town, official, hall, markets, [town.case(official, n, 4) for n in GUESTS])


def venues_of(run):
    return {found.venue: found for found in run.found}


def test_the_venue_of_the_dinner_comes_first_with_what_chance_would_show(dinner):
    run = dinner.find()
    first = run.found[0]
    assert first.venue == dinner.hall
    assert first.cases == 4
    assert first.expected < 2
    assert first.p < 0.05
    assert (run.cases, run.people, run.wards) == (4, len(WELL), 0)
    assert [row.p for row in run.found] == sorted(row.p for row in run.found)


def test_a_market_where_everybody_goes_does_not_stand_out(dinner):
    for number in (10, 12, 14):
        dinner.town.case(dinner.official, number, 4)
    found = venues_of(dinner.find())
    assert found[dinner.markets[0]].p > 0.05
    assert found[dinner.markets[0]].cases >= 3


def test_without_a_source_nothing_stands_out(town):
    hall, markets = fill(town)
    official = town.official()
    for number in range(18, 24):
        town.case(official, number, 4)
    run = Dinner(town, official, hall, markets, []).find()
    assert {*markets} == {*venues_of(run)}
    assert all(row.p > 0.05 for row in run.found)


def test_two_cases_are_refused_and_the_same_phone_number_is_one_household(dinner, town):
    official = town.official(jurisdiction="26734")
    few = replace(dinner, official=official)
    for number, phone in ((0, "+84901234567"), (1, "+84901234567"), (2, None)):
        town.case(official, number, 4, phone=phone)
    with pytest.raises(errors.TooFewForSources):
        few.find()
    town.case(official, 3, 4)
    run = few.find()
    assert run.cases == 3
    assert venues_of(run)[dinner.hall].cases == 3


def test_what_only_an_interview_told_does_not_count(dinner, do, town):
    official = town.official(jurisdiction="26734")
    for number in GUESTS[:2]:
        town.case(official, number, 4)
    told = town.case(official, 60, 4, shares=False)
    with pytest.raises(errors.TooFewForSources):
        dinner.find(official)
    do(
        add_interview_visit,
        official,
        told,
        dinner.hall,
        entered=town.at(9, 19),
        left=town.at(9, 22),
    )
    with pytest.raises(errors.TooFewForSources):
        dinner.find(official)


def test_a_person_with_two_files_has_one_vote(dinner, town):
    town.case(dinner.official, GUESTS[0], 5)
    assert dinner.find().cases == 4


def test_cases_found_through_the_trace_of_the_venue_do_not_count_there(dinner, do, town):
    first = dinner.cases[0]
    town.walk(
        (50, dinner.hall, 3, 19, 22), (GUESTS[0], dinner.hall, 3, 19, 22), (50, dinner.markets[0], 9, 8, 9)
    )
    town.share(dinner.official, first, GUESTS[0])
    do(trace_case, dinner.official, first)
    persons = [person_of(50)]
    do(decide_contacts, dinner.official, first, persons, standing=Standing.CONTACT, reason="cùng bàn")
    later = replace(town, now=town.now + timedelta(hours=5))
    found_by_it = later.case(dinner.official, 50, 0)
    later.share(dinner.official, found_by_it, 50)
    row = venues_of(dinner.find(now=later.now))[dinner.hall]
    assert (row.cases, row.left_out) == (4, 1)


def test_a_run_is_kept_until_the_next_and_written_down(dinner, do, database):
    first = dinner.find()
    again = dinner.find(days=14, seed=2)
    assert again.id != first.id
    view = do(view_sources, dinner.official, COVID)
    assert view.run == again
    assert (view.cases, view.run.days) == (4, 14)
    assert dinner.hall in view.venues
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM source_runs")).scalar_one() == 1
        details = (
            session.execute(text("SELECT detail FROM audit WHERE action = 'sources_sought'")).scalars().all()
        )
    assert len(details) == 2
    assert "pseudonyms_opened" in str(details[0])
    assert do(verify_audit).first_bad is None


def test_what_is_kept_names_no_person_and_no_case(dinner, database):
    dinner.find()
    with database.reading() as session:
        kept = str(session.execute(text("SELECT * FROM source_runs")).all())
        stored = source_runs.get(session, "covid-19", None)
    for identity in (*dinner.cases, *(person_of(number) for number in (*GUESTS, *WELL))):
        assert str(identity) not in kept
    assert stored.found


def test_the_same_seed_gives_the_same_answer(dinner):
    assert dinner.find().found == dinner.find().found


@pytest.mark.abuse("AB-25")
def test_each_area_sees_its_own(dinner, do, town):
    dinner.find()
    far = town.official(Role.EPIDEMIOLOGIST, "26734")
    view = do(view_sources, far, COVID)
    assert (view.run, view.cases) == (None, 0)
    with pytest.raises(errors.TooFewForSources):
        dinner.find(far)
    assert do(view_sources, town.official(Role.EPIDEMIOLOGIST), COVID).run is not None, "the control"


def test_a_ranking_dies_after_four_weeks(dinner, database, keys, policy, now, do):
    dinner.find()
    end_retention(database, keys, policy=policy, now=now + timedelta(days=28))
    assert do(view_sources, dinner.official, COVID).run is not None
    end_retention(database, keys, policy=policy, now=now + timedelta(days=28, seconds=1))
    assert do(view_sources, dinner.official, COVID).run is None


def test_days_that_are_destroyed_count_for_nobody(dinner, keys, policy, town):
    keys.destroy_before(town.day(8))
    run = dinner.find(policy=replace(policy, retention_days=8))
    assert dinner.hall not in venues_of(run)


# ---- the pool ----


def test_a_stratum_is_the_ward_of_most_check_ins(town):
    a, b, c = (town.venue(f"Quán {n}", ward=ward) for n, ward in enumerate(("00004", "00007", None)))
    wards = {a: "00004", b: "00007", c: None}
    assert main_ward([a, b, b, c, c, c], wards) == "00007"
    assert main_ward([b, a], wards) == "00004", "the first by code"
    assert main_ward([c], wards) is None


def test_cases_of_one_ward_are_compared_with_people_of_that_ward(town):
    hall, markets = fill(town, ("00004", "00007"))
    official = town.official()
    for number in (18, 22, 26, 30):
        town.case(official, number, 4)
    run = Dinner(town, official, hall, markets, []).find()
    assert run.wards == 1
    market = venues_of(run)[markets[0]]
    assert market.expected > 0.8 * market.cases, "beside the whole city it would seem special"
    assert market.p > 0.05


def test_people_are_drawn_without_regard_to_the_venue_and_no_more_than_asked(town, keys, policy):
    fill(town)
    during = Span(town.at(18, 0), town.at(1, 0))
    with town.database.reading() as session:

        def drawn(seed, most=1600):
            rng = np.random.default_rng(seed)
            return draw_pool(session, [None], during, keys=keys, policy=policy, rng=rng, most=most)

        everybody = drawn(1)
        few = [set(drawn(seed, most=8).stays) for seed in range(6)]
    assert set(everybody.stays) == {person_of(number) for number in (*GUESTS, *WELL)}
    assert everybody.opened == sum(len(stays) for stays in everybody.stays.values())
    assert all(0 < len(people) <= 8 for people in few)
    assert len(set().union(*few)) > 12, "another sample each time"


def test_whoever_withdrew_is_not_drawn(town, keys, policy):
    fill(town)
    with town.database.writing() as session:
        session.execute(text("UPDATE visits SET withdrawn_at = entered_at"))
    rng = np.random.default_rng(1)
    with town.database.reading() as session:
        during = Span(town.at(18, 0), town.at(1, 0))
        assert draw_pool(session, [None], during, keys=keys, policy=policy, rng=rng).stays == {}
