"""Worlds in which the plain assumptions fail, and that the plain one is left as it was."""

from dataclasses import replace

import numpy as np
import pytest

from app.simulation.city import simulate
from app.simulation.columns import HOUR, stream
from app.simulation.illness import ELSEWHERE
from app.simulation.law import LAW, Elsewhere, Nearness
from app.simulation.nature import elsewhere, nature_of
from app.simulation.seats import factor, nearby, seats
from app.simulation.worlds import MISSPECIFIED, WORLDS

from .conftest import START, UNTIL


def test_the_plain_world_is_the_default_law():
    assert WORLDS["plain"] is LAW
    assert (LAW.near, LAW.frailty, LAW.elsewhere) == (None, 0.0, None)


def test_no_other_world_shifts_a_true_stay_of_those_who_stay_well(city):
    """Randomness of one purpose does not move another's: the first day's routines are the same."""
    other = simulate(4000, START, START, 7, law=MISSPECIFIED)
    first = slice(0, city.first_stay[1])
    assert (city.stays.person[first] == other.stays.person).all()
    assert (city.stays.start[first] == other.stays.start).all()


def test_frailty_is_uneven_around_one_and_stays_with_the_person(city):
    law = replace(LAW, frailty=1.0)
    drawn = nature_of(law, city.residents, stream(1)).susceptibility
    assert drawn.mean() == pytest.approx(1, abs=0.05)
    assert drawn.std() == pytest.approx(1, abs=0.08)
    assert (drawn == nature_of(law, city.residents, stream(1)).susceptibility).all()
    assert (nature_of(LAW, city.residents, stream(1)).susceptibility == 1).all()


def test_the_frail_are_infected_first():
    law = replace(LAW, frailty=1.5)
    city = simulate(4000, START, UNTIL, 7, law=law)
    infected = city.infections.person[city.infections.infector >= 0]
    susceptibility = nature_of(law, city.residents, stream(7, 7)).susceptibility
    assert susceptibility[infected].mean() > 1.5


def test_friendship_is_mutual(city):
    nature = nature_of(MISSPECIFIED, city.residents, stream(1))
    assert nature.friends.shape == (4000, MISSPECIFIED.elsewhere.friends)
    pairs = {(who, int(friend)) for who, row in enumerate(nature.friends) for friend in row}
    assert all((friend, who) in pairs for who, friend in pairs)
    assert nature_of(LAW, city.residents, stream(1)).friends.shape == (4000, 0)


def test_half_of_the_friends_are_of_an_age_and_half_of_a_ward(city):
    friends = nature_of(MISSPECIFIED, city.residents, stream(1)).friends
    age, ward = city.residents.age.astype(int), city.residents.ward
    apart = np.abs(age[friends[:, :2]] - age[:, None])
    assert (apart <= 1).mean() > 0.95
    assert (ward[friends[:, 2:4]] == ward[:, None]).mean() > 0.8


def test_cases_who_keep_to_home_meet_nobody_elsewhere(city):
    cases = city.infections
    law = replace(LAW, elsewhere=Elsewhere(daily=1.0))
    nature = nature_of(law, city.residents, stream(1))
    case_of = np.full(len(city.residents), -1, dtype=np.int64)
    case_of[cases.person] = np.arange(len(cases.person))
    home = np.flatnonzero(cases.home_from >= 0)[0]
    midnight = cases.home_from[home]
    met = elsewhere(law, nature, case_of, cases, midnight=midnight, rng=stream(2))
    assert home not in met.case
    assert len(met.case) > 8
    assert set(met.venue.tolist()) == {ELSEWHERE}
    assert (met.end > met.begin).all()
    assert (met.end <= midnight + 25 * HOUR).all()


def test_some_infections_happen_where_nobody_scans():
    city = simulate(4000, START, UNTIL, 7, law=WORLDS["unrecorded"])
    outside = city.infections.venue[(city.infections.venue >= 0) | (city.infections.venue == ELSEWHERE)]
    assert 0.05 < (outside == ELSEWHERE).mean() < 0.5


def test_a_seat_is_kept_at_work_and_shared_by_a_household(city):
    seat = seats(city.town, city.stays)
    assert ((seat >= 0) & (seat < 1)).all()
    person, venue = city.stays.person.astype(np.int64), city.stays.venue.astype(np.int64)
    works = np.flatnonzero(city.residents.days.venue[person] == venue)
    who = person[works[0]]
    his = works[(person[works] == who) & (venue[works] == venue[works[0]])]
    assert len(his) > 3
    assert len(set(seat[his])) == 1
    assert np.corrcoef(seat[works][:-1], seat[works][1:])[0, 1] < 0.9  # not all in one chair
    visits = np.flatnonzero(
        (city.residents.days.venue[person] != venue) & (city.stays.start < city.stays.start[0] + 9 * HOUR)
    )
    pairs = {}
    for row in visits:
        pairs.setdefault((city.residents.household[person[row]], venue[row]), []).append(row)
    together = [rows for rows in pairs.values() if len({int(person[row]) for row in rows}) > 1]
    assert len(together) > 5
    assert all(len(set(seat[rows])) == 1 for rows in together)


@pytest.mark.parametrize("present", [2.0, 20.0, 200.0])
def test_nearness_moves_hazard_without_adding_any(present):
    near, rng = Nearness(), stream(3)
    other = rng.random(200_000)
    close = nearby(np.full(len(other), 0.97), other, np.full(len(other), present), near)
    assert close.mean() == pytest.approx(min(1.0, near.group / present), abs=0.01)
    assert factor(close, np.full(len(other), present), near).mean() == pytest.approx(1, abs=0.02)


def test_in_the_near_field_world_neighbours_catch_it():
    def near_share(law):
        shares = []
        for seed in (1, 2, 3):
            city = simulate(3000, START, UNTIL, seed, law=law)
            cases, seat = city.infections, seats(city.town, city.stays)
            for row in np.flatnonzero(cases.venue >= 0):
                here = city.stays.venue == cases.venue[row]
                at = (
                    here
                    & (city.stays.start <= cases.infected_at[row])
                    & (cases.infected_at[row] < city.stays.end)
                )
                spots = {int(p): s for p, s in zip(city.stays.person[at], seat[at], strict=True)}
                if len(spots) > 15:
                    apart = abs(spots[int(cases.person[row])] - spots[int(cases.infector[row])])
                    shares.append(min(apart, 1 - apart) < 0.2)
        assert len(shares) > 20
        return np.mean(shares)

    assert near_share(LAW) < 0.6
    assert near_share(WORLDS["near field"]) > 0.75
