from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.science import venue_network as network
from app.science.errors import BadParameter, TooMany
from app.science.venue_network import Periods, VenueNetwork, venue_network
from app.science.visit_columns import Visits

HOUR = 3_600_000_000
ALWAYS = (0, 100)


def columns(rows, width):
    return np.array(list(rows), dtype=np.int64).reshape(-1, width).T


def found(stays, periods=None, household=None, **options) -> VenueNetwork:
    """The network of rows (case, venue, from, to) in hours; each case counts always, and lives alone."""
    cases = range(1 + max((row[0] for row in stays), default=-1))
    case, venue, start, end = columns(stays, 4)
    of, first, last = columns([(c, *ALWAYS) for c in cases] if periods is None else periods, 3)
    homes = np.array(list(cases) if household is None else household, dtype=np.int64)
    visits = Visits(case, venue, start * HOUR, end * HOUR)
    return venue_network(visits, Periods(of, first * HOUR, last * HOUR), homes, **options)


def nodes(seen):
    return dict(zip(seen.venue.tolist(), seen.cases.tolist(), strict=True))


def links(seen):
    ends = (seen.venue[end].tolist() for end in (seen.one, seen.other))
    return {(a, b): n for a, b, n in zip(*ends, seen.common.tolist(), strict=True)}


def slowly(stays, periods, household, fewest=2):
    """The same by its definition, one case after another."""
    at = defaultdict(set)
    for case, venue, start, end in stays:
        if any(c == case and first < end and start < last for c, first, last in periods):
            at[case].add(venue)
    of_node, of_link = defaultdict(set), defaultdict(set)
    for case, venues in at.items():
        for venue in venues:
            of_node[venue].add(case)
        for pair in combinations(sorted(venues), 2):
            of_link[pair].add(case)

    def enough(cases):
        return len(cases) >= fewest and len({household[case] for case in cases}) > 1

    return (
        {venue: len(cases) for venue, cases in of_node.items() if enough(cases)},
        {pair: len(cases) for pair, cases in of_link.items() if enough(cases)},
        sum(not enough(cases) for cases in of_node.values()),
    )


SPAN = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair)))
CASES = 7
STAYS = st.lists(st.tuples(st.integers(0, CASES - 1), st.integers(0, 9), SPAN), max_size=60)
PERIODS = st.lists(st.tuples(st.integers(0, CASES - 1), SPAN), max_size=12)
HOUSEHOLDS = st.lists(st.integers(0, 4), min_size=CASES, max_size=CASES)


@given(STAYS, PERIODS, HOUSEHOLDS, st.integers(2, 4))
def test_the_network_is_what_its_definition_says(stays, periods, household, fewest):
    stays = [(case, venue, *span) for case, venue, span in stays]
    periods = [(case, *span) for case, span in periods]
    seen = found(stays, periods, household, fewest_cases=fewest)
    assert (nodes(seen), links(seen), seen.too_few) == slowly(stays, periods, household, fewest)
    assert np.all(seen.one < seen.other)


@given(STAYS, HOUSEHOLDS)
def test_whatever_one_household_does_it_adds_no_place_where_no_other_was(stays, household):
    stays = [(case, venue, *span) for case, venue, span in stays]
    seen = found(stays, [(case, *ALWAYS) for case in range(CASES)], household)
    for home in set(household):
        others = defaultdict(set)
        for case, venue, *_ in stays:
            if household[case] != home:
                others[case].add(venue)
        assert set(nodes(seen)) <= set().union(*others.values())
        assert all(any({a, b} <= venues for venues in others.values()) for a, b in links(seen))


@given(STAYS, st.permutations(range(10)), st.randoms(use_true_random=False))
def test_neither_order_nor_numbers_of_venues_matter(stays, renamed, random):
    stays = [(case, venue, *span) for case, venue, span in stays]
    periods = [(case, *ALWAYS) for case in range(CASES)]
    seen = found(stays, periods, list(range(CASES)))
    mixed = [(case, renamed[venue], *span) for case, venue, *span in stays]
    random.shuffle(mixed)
    again = found(mixed, periods, list(range(CASES)))
    assert {renamed[venue]: n for venue, n in nodes(seen).items()} == nodes(again)
    assert {tuple(sorted((renamed[a], renamed[b]))): n for (a, b), n in links(seen).items()} == links(again)


def test_two_cases_in_two_venues_link_them_and_one_case_links_nothing():
    both = [(case, venue, 1, 2) for case in (0, 1) for venue in (10, 11)]
    seen = found([*both, (0, 12, 5, 6), (1, 13, 5, 6)])
    assert nodes(seen) == {10: 2, 11: 2}
    assert links(seen) == {(10, 11): 2}
    assert seen.too_few == 2
    assert links(found([*both[:3], (2, 11, 1, 2)])) == {}, "two cases each, but only one in both"


def test_a_family_that_goes_everywhere_together_leaves_no_route():
    walk = [(case, venue, venue, venue + 1) for case in (0, 1, 2) for venue in range(5)]
    assert nodes(found(walk, household=[7, 7, 7])) == {}
    mixed = found([*walk, (3, 0, 0, 1), (3, 1, 1, 2)], household=[7, 7, 7, 8])
    assert nodes(mixed) == {0: 4, 1: 4}
    assert links(mixed) == {(0, 1): 4}
    assert links(found(walk, household=[7, 8, 7])) != {}, "the control"


def test_two_of_one_household_in_one_of_two_venues_each_link_nothing():
    stays = [(0, 10, 1, 2), (1, 11, 1, 2), (2, 10, 1, 2), (2, 11, 1, 2)]
    seen = found(stays, household=[7, 7, 8])
    assert nodes(seen) == {10: 2, 11: 2}
    assert links(seen) == {}


def test_a_stay_counts_only_while_its_case_could_be_infected_or_infect():
    stays = [(case, venue, 10, 12) for case in (0, 1) for venue in (1, 2)]
    assert links(found(stays, [(0, 0, 11), (1, 30, 40), (1, 11, 13)])) == {(1, 2): 2}
    for outside in ((12, 20), (0, 10)):
        assert nodes(found(stays, [(0, 0, 20), (1, *outside)])) == {}, "spans are half open"


def test_the_largest_part_comes_first():
    def together(venues, cases):
        return [(case, venue, 1, 2) for case in cases for venue in venues]

    seen = found([*together([1], [0, 1]), *together([5, 6], [2, 3]), *together([2, 3, 9], [4, 5, 6])])
    parts = dict(zip(seen.venue.tolist(), seen.component.tolist(), strict=True))
    assert parts == {2: 0, 3: 0, 9: 0, 5: 1, 6: 1, 1: 2}
    assert (seen.one.dtype, seen.component.dtype) == (np.int64, np.int64)


def test_nothing_is_a_network_without_venues():
    seen = found([], [], [])
    assert (seen.venue.size, seen.one.size, seen.component.size, seen.too_few) == (0, 0, 0, 0)
    assert found([(0, 1, 1, 2)], [], [0]).venue.size == 0


def test_what_makes_no_sense_is_refused(monkeypatch):
    stays = [(case, venue, 1, 2) for case in (0, 1) for venue in range(3)]
    for wrong in ({"fewest_cases": 1}, {"household": [0]}, {"periods": [(2, 0, 9)], "household": [0, 1]}):
        with pytest.raises(BadParameter):
            found(stays, **wrong)
    monkeypatch.setattr(network, "MOST_PAIRS", 5)
    with pytest.raises(TooMany):
        found(stays)
    monkeypatch.setattr(network, "MOST_PAIRS", 6)
    assert len(links(found(stays))) == 3
