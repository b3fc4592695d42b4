from dataclasses import replace

import numpy as np
import pytest

from app.domain.venue_kinds import VenueKind
from app.simulation.city import simulate
from app.simulation.columns import DAY, HOUR, stream
from app.simulation.illness import ABROAD, HOME, course
from app.simulation.law import LAW
from app.simulation.meetings import Meetings, _expand, outside
from app.simulation.outbreak import _fall_rise, _struck
from app.simulation.stays import on_day

from .conftest import START, UNTIL


@pytest.fixture(scope="module")
def cases(city):
    return city.infections


@pytest.fixture(scope="module")
def infected_here(cases):
    rows = np.flatnonzero(cases.infector >= 0)
    assert len(rows) > 50
    return rows


def present(city, person, at):
    """The venues in which somebody is at a moment."""
    mine = (city.stays.person == person) & (city.stays.start <= at) & (at < city.stays.end)
    return set(city.stays.venue[mine].tolist())


def test_nobody_is_infected_twice(cases):
    assert len(np.unique(cases.person)) == len(cases.person)


def test_every_infector_was_infectious_then(cases, infected_here):
    row = {person: number for number, person in enumerate(cases.person.tolist())}
    source = np.array([row[person] for person in cases.infector[infected_here].tolist()])
    at = cases.infected_at[infected_here]
    assert (cases.infectious_from[source] <= at).all()
    assert (at < cases.infectious_until[source]).all()


def test_they_were_together_at_that_place_and_time(city, cases, infected_here):
    outside = [row for row in infected_here if cases.venue[row] >= 0]
    assert len(outside) > 20
    for row in outside:
        for person in (cases.person[row], cases.infector[row]):
            assert cases.venue[row] in present(city, person, cases.infected_at[row])


def test_or_both_at_home_in_one_household(city, cases, infected_here):
    at_home = [row for row in infected_here if cases.venue[row] == HOME]
    assert len(at_home) > 10
    household = city.residents.household
    for row in at_home:
        person, infector = cases.person[row], cases.infector[row]
        assert household[person] == household[infector]
        assert not present(city, person, cases.infected_at[row])
        assert not present(city, infector, cases.infected_at[row])


def test_nobody_brought_in_has_an_infector_and_all_others_have_one(cases):
    assert ((cases.infector < 0) == (cases.venue == ABROAD)).all()


def test_an_illness_runs_in_order(cases):
    assert (cases.infectious_from >= cases.infected_at + DAY).all()
    assert (cases.peak_at > cases.infectious_from).all()
    assert (cases.infectious_until > cases.peak_at).all()
    ill = cases.onset_at >= 0
    assert 0.5 < ill.mean() < 0.85
    assert (cases.onset_at[ill] > cases.infected_at[ill]).all()
    tested = cases.tested_at >= 0
    assert ((cases.reported_at >= 0) == tested).all()
    assert (cases.tested_at[tested] > cases.peak_at[tested]).all()
    assert (cases.reported_at[tested] > cases.tested_at[tested]).all()
    assert ill[tested].mean() > 0.85


def test_the_ill_and_the_tested_begin_nothing_outside(city, cases):
    home = np.flatnonzero(cases.home_from >= 0)
    since, until = np.full((2, len(city.residents)), -1, dtype=np.int64)
    since[cases.person[home]], until[cases.person[home]] = cases.home_from[home], cases.home_until[home]
    person = city.stays.person
    assert not ((city.stays.start >= since[person]) & (city.stays.start < until[person])).any()
    assert len(home) > 20


def test_incubation_has_the_published_median():
    count = 20_000
    who, nobody = np.arange(count), np.full(count, -1)
    drawn = course(
        LAW, who, nobody, nobody, np.zeros(count, dtype=np.int64), age=np.full(count, 40), rng=stream(1)
    )
    days = drawn.peak_at / DAY
    assert np.median(days) == pytest.approx(5.1, abs=0.1)  # McAloon and others: exp(1.63)
    assert np.quantile(days, 0.95) == pytest.approx(np.exp(1.63 + 0.5 * 1.645), rel=0.03)
    assert np.median(drawn.infectious_from / drawn.peak_at) == pytest.approx(0.6, abs=0.02)
    assert drawn.strength.mean() == pytest.approx(0.72 + 0.28 * 0.6, rel=0.05)
    top = np.sort(drawn.strength)[-count // 5 :].sum() / drawn.strength.sum()
    assert 0.65 < top < 0.85  # a fifth carries most of it


def test_infectiousness_is_a_triangle(cases):
    row = np.arange(5)
    assert _fall_rise(cases, row, cases.peak_at[row]).tolist() == [1] * 5
    assert _fall_rise(cases, row, cases.infectious_from[row]).tolist() == [0] * 5
    half = (cases.peak_at[row] + cases.infectious_until[row]) // 2
    assert _fall_rise(cases, row, half) == pytest.approx([0.5] * 5)


def test_expanded_ranges():
    which, at = _expand(np.array([3, 9, 5]), np.array([2, 0, 3]))
    assert which.tolist() == [0, 0, 2, 2, 2]
    assert at.tolist() == [3, 4, 5, 6, 7]


def gathering(city, guests, *, kind=VenueKind.BAR):
    """Person 0, a case, for two hours in a venue of a kind; the guests come for the second."""
    venue = np.flatnonzero(city.places.kind == list(VenueKind).index(kind))[0]
    person = np.arange(guests + 2)
    start = np.array([0.0, *[60.0] * guests, 120.0])  # the last comes as the others leave
    stays = on_day(
        0, person, np.full(guests + 2, venue), start, np.array([120.0] * (guests + 1) + [180.0]), staff=False
    )
    case_of = np.full(len(city.residents), -1, dtype=np.int64)
    case_of[0] = 0
    return outside(city.town, LAW, case_of, stays)


def test_a_case_meets_those_who_are_there_at_the_same_time(city):
    met = gathering(city, 3)
    assert met.person.tolist() == [1, 2, 3]
    assert set(met.begin.tolist()) == {HOUR}
    assert set(met.end.tolist()) == {2 * HOUR}
    assert met.rate == pytest.approx([LAW.per_hour * LAW.mixing[VenueKind.BAR]] * 3)


def test_beyond_a_circle_a_fuller_house_spreads_contacts_thinner(city):
    circle = int(LAW.circle[VenueKind.BAR])
    full, fuller = (gathering(city, guests).rate[0] for guests in (2 * circle, 8 * circle))
    assert gathering(city, 1).rate[0] == pytest.approx(full)  # half the time with twice the circle
    assert fuller == pytest.approx(full / 4)


def test_nobody_is_infected_before_a_case_is_infectious(city, cases):
    """One long meeting that begins well before and ends well after, with everybody certain to catch it."""
    others = np.setdiff1d(np.arange(500), cases.person)
    row = np.full(len(others), int(np.argmax(cases.strength)))
    begin, end = cases.infectious_from[row] - 5 * DAY, cases.infectious_until[row] + 5 * DAY
    met = Meetings(row, others, np.zeros(len(others), dtype=np.int64), begin, end, np.full(len(others), 9.0))
    struck = _struck(met, cases, np.zeros(len(city.residents), dtype=bool), stream(2))
    assert len(struck.person) == len(others)
    assert (struck.begin >= cases.infectious_from[row]).all()
    assert (struck.begin < cases.infectious_until[row]).all()


@pytest.mark.parametrize("first", [0, 1])
def test_whoever_comes_first_is_the_infector(cases, first):
    """Two cases whom nobody escapes meet the same person an hour apart."""
    row = np.array([first, 1 - first])
    begin = cases.peak_at[:2].max() + np.array([0, HOUR])
    sure = replace(
        cases, infectious_until=cases.infectious_until + 30 * DAY, strength=np.ones(len(cases.person))
    )
    met = Meetings(row, np.array([9, 9]), row, begin, begin + HOUR, np.full(2, 1e4))
    struck = _struck(met, sure, np.zeros(10, dtype=bool), stream(3))
    assert struck.case.tolist() == [first]
    assert begin[0] <= struck.begin[0] < begin[0] + HOUR


@pytest.fixture(scope="module")
def size():
    def infections(**changes):
        law = replace(LAW, **{"caution": 0.0} | changes)
        return sum(len(simulate(1500, START, UNTIL, seed, law=law).infections.person) for seed in (1, 2, 3))

    return infections


def test_without_hazard_there_are_only_those_brought_in(size):
    quiet = size(per_hour=0.0, household_per_hour=0.0)
    assert 3 * 6 <= quiet < 3 * 14  # four index cases, one a week, a few by chance


def test_more_hazard_infects_more(size):
    assert size(per_hour=0.06) > 1.5 * size(per_hour=0.006)


def test_a_city_that_takes_care_infects_less(size):
    assert size(per_hour=0.06) > 1.5 * size(per_hour=0.06, caution=20.0)


def test_a_kind_where_nobody_mixes_infects_nobody():
    mixing = dict.fromkeys(VenueKind, 0.0) | {VenueKind.SCHOOL: 3.0}
    law = replace(LAW, mixing=mixing, household_per_hour=0.0, dispersion=5.0, index_cases=40.0)
    city = simulate(1500, START, UNTIL, 2, law=law)
    where = city.infections.venue[city.infections.venue >= 0]
    assert len(where) > 10
    assert set(city.places.kind[where].tolist()) == {list(VenueKind).index(VenueKind.SCHOOL)}
