from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.science.disclosure_bounds import Ask, Sum, System, intervals
from app.science.errors import ContradictoryNumbers

MOST = 5


@st.composite
def systems(draw: st.DrawFn) -> System:
    """Up to four cells with a known total, and one part of them that is known roughly."""
    cells = draw(st.integers(1, 4))
    cut = draw(st.integers(1, cells))
    total = draw(st.integers(0, MOST))
    alternatives = []
    for part in (range(cut), range(cut, cells)):
        floors = tuple(draw(st.integers(0, 1)) for _ in range(cells))
        least = draw(st.integers(0, 3))
        known = [Sum(tuple(range(cells)), total, total)]
        if part:
            known.append(Sum(tuple(part), least, least + draw(st.integers(0, 3))))
        alternatives.append((floors, tuple(known)))
    owners = st.none() | st.integers(0, cells - 1)
    asks = tuple(Ask(draw(st.integers(0, cells - 1)), draw(owners)) for _ in range(2))
    return System(tuple(alternatives), asks)


def tried(system: System) -> list[tuple[int, int] | None]:
    """The same by trying every data set."""
    answers = []
    cells = len(system.alternatives[0][0])
    for ask in system.asks:
        values = [
            counts[ask.cell] - (ask.own == ask.cell)
            for counts in product(range(MOST + 1), repeat=cells)
            for floors, sums in system.alternatives
            if all(n >= floor for n, floor in zip(counts, floors, strict=True))
            and (ask.own is None or counts[ask.own])
            and all(one.least <= sum(counts[i] for i in one.cells) <= one.most for one in sums)
        ]
        answers.append((min(values), max(values)) if values else None)
    return answers


@settings(max_examples=40)
@given(st.lists(systems(), min_size=1, max_size=3))
def test_the_bounds_of_many_systems_at_once_are_those_of_every_data_set(some):
    expected = [tried(system) for system in some]
    if any(answer is None for answers in expected for answer in answers):
        with pytest.raises(ContradictoryNumbers):
            intervals(some)
    else:
        assert intervals(some) == expected


def test_one_hidden_number_under_a_published_total_is_open_to_nobody():
    # plain suppression: 100 in all, 40 and 57 shown
    total, shown = Sum((0, 1, 2), 100, 100), (Sum((1,), 40, 40), Sum((2,), 57, 57))
    assert intervals([System((((1, 0, 0), (total, *shown)),), (Ask(0),))]) == [[(3, 3)]]


def test_nothing_hidden_has_no_interval():
    assert intervals([]) == []
