from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from app.domain.distributions import Distribution, Family
from app.science.errors import BadParameter, ShapesDiffer, TooFewCases, TooMany
from app.science.histories import Cases, OwnDays, Pool
from app.science.permutation import Correction
from app.science.sources import FoundThrough, SourceVenues, source_venues
from app.science.visit_columns import DAY, NOBODY, Visits

INCUBATION = Distribution(Family.LOGNORMAL, 1.63, 0.50)
WINDOW = (1, 14)
HOUR = DAY // 24
PARTY = 500
"""Held once, on the evening of day 8."""
MALL = 0
"""Where everybody goes."""


@dataclass
class City:
    """People going about, some of them ill for no reason to be found."""

    visits: Visits
    cases: Cases
    pool: Pool

    def ranked(self, **changed) -> SourceVenues:
        values = {
            "null": self.pool,
            "incubation": INCUBATION,
            "window": WINDOW,
            "rng": np.random.default_rng(0),
            "permutations": 499,
        }
        return source_venues(self.cases, self.visits, **(values | changed))

    def go(self, people, venue: int, start: int, hours: int = 2) -> None:
        many = len(people)
        self.visits = Visits(
            np.concatenate((self.visits.person, people)),
            np.concatenate((self.visits.venue, np.full(many, venue))),
            np.concatenate((self.visits.start, np.full(many, start))),
            np.concatenate((self.visits.end, np.full(many, start + hours * HOUR))),
        )

    def ill_from(self, infected: int, at: int, rng) -> None:
        """The first `infected` cases fell ill an incubation after `at`."""
        wait = np.clip(rng.lognormal(1.63, 0.5, infected), 1.1, 13)
        self.cases.onset_from[:infected] = (at + (wait * DAY).astype(np.int64)) // DAY * DAY
        self.cases.onset_until[:infected] = self.cases.onset_from[:infected] + DAY


def city(seed: int, *, people: int = 300, ill: int = 24, venues: int = 30, days: int = 21) -> City:
    rng = np.random.default_rng(seed)
    many = people * days
    liked = 1 / np.arange(1, venues + 1)
    start = rng.integers(0, days, many) * DAY + rng.integers(7 * HOUR, 20 * HOUR, many)
    visits = Visits(
        rng.integers(0, people, many),
        rng.choice(venues, many, p=liked / liked.sum()),
        start,
        start + rng.integers(HOUR // 2, 3 * HOUR, many),
    )
    stratum = rng.integers(0, 3, people)
    persons = rng.choice(people, ill, replace=False)
    onset = rng.integers(15, days, ill) * DAY
    cases = Cases(persons, onset, onset + DAY, np.full(ill, NOBODY), stratum[persons])
    return City(visits, cases, Pool(np.arange(people), stratum))


def with_party(seed: int = 1, *, guests: int = 5) -> City:
    """A city in which the first five cases caught it at a party, where ten others were who did not."""
    made, rng = city(seed), np.random.default_rng(seed)
    evening = 8 * DAY + 19 * HOUR
    well = np.setdiff1d(made.pool.person, made.cases.person)
    made.go(np.concatenate((made.cases.person[:guests], rng.choice(well, 10, replace=False))), PARTY, evening)
    made.ill_from(guests, evening + HOUR, rng)
    return made


def test_the_venue_where_cases_were_infected_is_found_with_its_odds():
    found = with_party().ranked(permutations=None)
    first = found.rows[0]
    assert first.venue == PARTY
    assert first.cases == 5
    assert first.expected_cases < 2
    assert first.q < 0.05
    assert found.smallest_q < 0.05
    assert [row.q < 0.05 for row in found.rows[1:]] == [False] * (len(found.rows) - 1)


def test_a_venue_is_not_flagged_because_everybody_goes_there():
    rows = {row.venue: row for row in with_party().ranked().rows}
    mall = rows[MALL]
    assert mall.cases > 4 * rows[PARTY].cases - 4
    assert mall.p > 0.05


@pytest.mark.parametrize("null", ["pool", "own days"])
def test_without_a_source_p_values_are_even_and_nothing_is_discovered(null):
    p, discovered, cities = [], 0, 40
    for seed in range(cities):
        made = city(seed, people=150, ill=15, venues=12)
        found = made.ranked(null=made.pool if null == "pool" else OwnDays(0), permutations=99)
        p += [row.p for row in found.rows]
        discovered += any(row.q < 0.1 for row in found.rows)
    below = [np.mean(np.array(p) <= level) for level in (0.1, 0.25, 0.5, 0.75)]
    # About ten venues a city and some dependence between them: a deviation of a few hundredths is chance.
    assert below == pytest.approx([0.1, 0.25, 0.5, 0.75], abs=0.1)
    assert discovered <= 0.2 * cities


def test_own_days_find_a_regular_haunt_visited_when_it_mattered():
    made = city(3, venues=12, days=60)
    made.cases.onset_from[:] = 50 * DAY
    made.cases.onset_until[:] = 51 * DAY
    for day in (44, 45):
        made.go(made.cases.person[:8], PARTY, day * DAY + 19 * HOUR)
    found = made.ranked(null=OwnDays(0), permutations=None)
    assert found.rows[0].venue == PARTY
    assert found.rows[0].q < 0.05


def test_turned_days_keep_what_was_visited():
    made = with_party()
    made.cases.onset_from[:] = 20 * DAY
    made.cases.onset_until[:] = 21 * DAY
    row = next(r for r in made.ranked(null=OwnDays(0)).rows if r.venue == PARTY)
    # Each guest was there once in the 20 days up to the end of the window, which is 14 days long.
    assert row.expected_cases == pytest.approx(5 * 14 / 20, abs=0.3)


def test_a_household_has_one_vote_the_largest():
    made = with_party()
    alone = next(row for row in made.ranked().rows if row.venue == PARTY)
    made.cases.household[:3] = 7
    together = next(row for row in made.ranked().rows if row.venue == PARTY)
    assert (alone.cases, together.cases) == (5, 3)
    assert together.votes < alone.votes
    assert together.p >= alone.p
    made.cases.household[:4] = 7
    found = made.ranked()
    assert PARTY not in [row.venue for row in found.rows]
    assert PARTY in found.too_few


def test_whoever_the_venues_own_trace_found_does_not_count_there_but_elsewhere():
    made = with_party()
    guests = [0, 1, 2]
    whole = {row.venue: row for row in made.ranked().rows}
    through = FoundThrough(np.array(guests[:2]), np.array([PARTY, PARTY]))
    rows = {row.venue: row for row in made.ranked(found=through).rows}
    assert (rows[PARTY].cases, rows[PARTY].left_out) == (3, 2)
    assert rows[PARTY].expected_cases < whole[PARTY].expected_cases
    assert rows[MALL].cases == whole[MALL].cases
    assert rows[MALL].left_out == 0
    found = made.ranked(found=FoundThrough(np.array(guests), np.full(3, PARTY)))
    assert PARTY in found.too_few


def test_two_cases_name_no_venue():
    made = with_party(guests=2)
    found = made.ranked()
    assert PARTY in found.too_few
    assert all(row.cases >= 3 for row in found.rows)
    few = replace(made.cases, **{name: getattr(made.cases, name)[:2] for name in made.cases.__slots__})
    with pytest.raises(TooFewCases):
        City(made.visits, few, made.pool).ranked()


def test_q_values_correct_for_every_venue_that_might_have_been_tested():
    made = with_party()
    found = made.ranked()
    assert found.family >= len(found.rows)
    assert found.rows[0].q == pytest.approx(min(found.rows[0].p * found.family, 1))
    strict = made.ranked(correction=Correction.YEKUTIELI)
    assert strict.rows[0].q > found.rows[0].q


def test_permutations_go_where_they_matter():
    rows = with_party().ranked(permutations=5999).rows
    assert rows[0].venue == PARTY
    assert rows[0].p < 0.001
    ordinary = [row.p for row in rows if row.p > 0.2]
    assert ordinary
    assert np.array(ordinary) * 1000 == pytest.approx(np.rint(np.array(ordinary) * 1000))


def test_a_case_alone_in_its_stratum_proves_nothing():
    made = with_party()
    made.cases.stratum[:5] = np.arange(100, 105)
    assert made.ranked().rows[0].venue != PARTY
    row = next(row for row in made.ranked().rows if row.venue == PARTY)
    assert row.p > 0.5
    assert row.expected_cases >= 5


def test_people_who_never_check_in_make_no_venue_special():
    made = with_party()
    sparse = Pool(np.arange(5000), np.concatenate((made.pool.stratum, np.arange(4700) % 3)))
    assert made.ranked(null=sparse).rows == made.ranked().rows


@pytest.mark.parametrize("stratum", [0, 77])
def test_a_case_that_never_checks_in_is_nobody_elses_history(stratum):
    made = with_party()
    before = made.ranked().rows
    columns = {"person": 9999, "onset_from": 18 * DAY, "onset_until": 19 * DAY, "household": -1}
    columns["stratum"] = stratum
    made.cases = Cases(
        **{name: np.append(getattr(made.cases, name), value) for name, value in columns.items()}
    )
    assert [row.cases for row in made.ranked().rows if row.venue == PARTY] == [5]
    expected = {row.venue: row.expected_votes for row in made.ranked().rows}
    for row in before:
        assert expected[row.venue] == pytest.approx(row.expected_votes, rel=0.2, abs=1e-3)


def test_the_same_seed_gives_the_same_ranking():
    made = with_party()
    assert made.ranked().rows == made.ranked().rows
    assert made.ranked(rng=np.random.default_rng(1)).rows != made.ranked().rows


def test_an_uncertain_onset_weakens_the_evidence_but_keeps_it():
    made = with_party()
    made.cases.onset_from[:] -= 2 * DAY
    made.cases.onset_until[:] += 2 * DAY
    assert made.ranked(permutations=None).rows[0].venue == PARTY


def test_nonsense_is_refused_by_name(monkeypatch):
    made = with_party()
    with pytest.raises(BadParameter):
        made.ranked(permutations=0)
    with pytest.raises(BadParameter):
        made.ranked(found=FoundThrough(np.array([99]), np.array([PARTY])))
    with pytest.raises(ShapesDiffer):
        made.ranked(found=FoundThrough(np.array([1]), np.array([PARTY, PARTY])))
    with pytest.raises(ShapesDiffer):
        made.ranked(null=Pool(np.arange(3), np.arange(2)))
    with pytest.raises(BadParameter):
        made.ranked(null=OwnDays(40 * DAY))
    with pytest.raises(BadParameter):
        replace(made.cases, person=np.zeros(len(made.cases.person), dtype=np.int64))
    monkeypatch.setattr("app.science.histories._MOST_ROWS", 100)
    with pytest.raises(TooMany):
        made.ranked()
