from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.science.errors import BadParameter, ShapesDiffer
from app.science.frequency import By, Gatherings, Listings, gatherings, listed
from app.science.visit_columns import Visits


def lists(*rows: tuple[int, int, float]) -> Listings:
    case, person, probability = zip(*rows, strict=True) if rows else ((), (), ())
    return Listings(np.array(case, int), np.array(person, int), np.array(probability, float))


def test_whoever_stands_on_most_lists_comes_first():
    found = listed(lists((1, 50, 0.4), (1, 60, 0.1), (2, 60, 0.1), (3, 70, 0.2)))
    assert found.person.tolist() == [60, 50, 70]
    assert found.lists.tolist() == [2, 1, 1]
    assert found.expected.tolist() == pytest.approx([0.2, 0.4, 0.2])


def test_cases_are_combined_as_independent():
    found = listed(lists((1, 60, 0.5), (2, 60, 0.5), (1, 50, 0.6), (2, 50, 0.3)))
    assert found.person.tolist() == [60, 50]
    assert found.infected.tolist() == pytest.approx([0.75, 0.72])


def test_one_who_was_surely_infected_goes_before_one_of_whom_as_much_is_expected():
    found = listed(lists((1, 50, 0.5), (2, 50, 0.5), (1, 60, 1.0), (2, 60, 0.0)))
    assert found.expected.tolist() == pytest.approx([1.0, 1.0])
    assert found.person.tolist() == [60, 50]


def test_or_whoever_most_infections_are_expected_of():
    rows = lists((1, 50, 0.4), (1, 60, 0.1), (2, 60, 0.1), (3, 70, 0.2))
    assert listed(rows, by=By.EXPECTED).person.tolist() == [50, 60, 70]


def test_two_meetings_with_one_case_are_one_list():
    found = listed(lists((1, 50, 0.5), (1, 50, 0.5)))
    assert found.lists.tolist() == [1]
    assert found.expected.tolist() == pytest.approx([0.75])


@given(
    rows=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 8), st.floats(0, 1)), max_size=40),
    seed=st.integers(0, 9),
)
def test_the_order_of_rows_does_not_matter(rows, seed):
    shuffled = [rows[n] for n in np.random.default_rng(seed).permutation(len(rows))]
    one, other = listed(lists(*rows)), listed(lists(*shuffled))
    assert sorted(one.person.tolist()) == sorted({row[1] for row in rows})
    assert dict(zip(one.person, one.lists, strict=True)) == dict(zip(other.person, other.lists, strict=True))
    assert np.all(np.diff(one.lists) <= 0)


def visits(*rows: tuple[int, int, int, int]) -> Visits:
    return Visits(*(np.array(column, int) for column in zip(*rows, strict=True)))


def rows_of(found: Gatherings) -> list[tuple[int, int, int]]:
    columns = found.venue.tolist(), found.window.tolist(), found.cases.tolist()
    return list(zip(*columns, strict=True))


EDGES = np.array([0, 10, 20, 30])


def test_a_gathering_is_a_venue_and_a_window_with_several_cases():
    found = gatherings(
        visits((1, 7, 0, 5), (2, 7, 6, 9), (3, 7, 12, 13), (1, 8, 1, 2), (2, 8, 3, 4), (3, 8, 5, 6)), EDGES
    )
    assert rows_of(found) == [(8, 0, 3), (7, 0, 2)]


def test_a_visit_over_an_edge_is_in_both_windows_and_one_that_touches_it_is_not():
    found = gatherings(visits((1, 7, 5, 15), (2, 7, 0, 10), (3, 7, 10, 20)), EDGES)
    assert rows_of(found) == [(7, 0, 2), (7, 1, 2)]


def test_what_lies_outside_all_windows_is_left_out():
    assert rows_of(gatherings(visits((1, 7, 30, 35), (2, 7, 31, 40), (3, 7, 25, 90)), EDGES, least=1)) == [
        (7, 2, 1)
    ]
    before = visits((1, 7, -9, -5), (2, 7, -5, 4))
    assert rows_of(gatherings(before, EDGES, least=1)) == [(7, 0, 1)]


def test_of_several_visits_of_a_case_the_largest_weight_counts():
    found = gatherings(
        visits((1, 7, 0, 2), (1, 7, 3, 5), (2, 7, 1, 2)), EDGES, weight=np.array([0.2, 0.5, 0.1])
    )
    assert found.expected.tolist() == pytest.approx([0.6])


def test_nonsense_is_refused_by_name():
    with pytest.raises(BadParameter):
        lists((1, 2, 1.5))
    with pytest.raises(ShapesDiffer):
        Listings(np.zeros(1, int), np.zeros(2, int), np.zeros(1))
    one = visits((1, 7, 0, 5))
    for wrong in ({"edges": EDGES[::-1]}, {"edges": EDGES[:1]}, {"edges": EDGES, "weight": np.array([-1.0])}):
        with pytest.raises(BadParameter):
            gatherings(one, **wrong)
    with pytest.raises(ShapesDiffer):
        gatherings(one, EDGES, weight=np.ones(2))
