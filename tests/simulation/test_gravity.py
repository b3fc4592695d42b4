import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.positions import Position
from app.simulation.gravity import REACH_KM, Choice, kilometres, nearby

weights = st.lists(st.lists(st.floats(1e-3, 1e3), max_size=5), min_size=1, max_size=8)


@given(weights, st.data())
def test_a_choice_gives_each_row_its_own_venues_or_none(table, data):
    rows = np.array([row for row, entries in enumerate(table) for _ in entries], dtype=np.int64)
    choice = Choice.of(
        rows, np.arange(len(rows)), np.array([w for entries in table for w in entries]), len(table)
    )
    row = data.draw(st.integers(0, len(table) - 1))
    chance = data.draw(st.floats(0, 1, exclude_max=True))
    picked = choice.pick(np.array([row]), np.array([chance]))[0]
    assert picked == -1 if not table[row] else rows[picked] == row


def test_shares_follow_weights():
    choice = Choice.of(np.array([0, 0, 2]), np.array([5, 6, 7]), np.array([1.0, 3.0, 2.0]), 3)
    even = (np.arange(4000) + 0.5) / 4000
    picked = choice.pick(np.zeros(4000, dtype=np.int64), even)
    assert np.bincount(picked, minlength=8)[[5, 6]].tolist() == [1000, 3000]
    assert choice.pick(np.array([1, 2]), np.array([0.5, 0.999999])).tolist() == [-1, 7]


def test_the_nearer_is_the_likelier_and_the_unreachable_never():
    degree = 1 / 109.2  # a kilometre of longitude here
    homes = np.array([106.7]), np.array([10.78])
    spots = 106.7 + degree * np.array([1.0, 3.0, REACH_KM + 5]), np.full(3, 10.78)
    choice = nearby(homes, np.arange(3), spots, np.ones(3), scale_km=2.0)
    picked = choice.pick(np.zeros(10_000, dtype=np.int64), (np.arange(10_000) + 0.5) / 10_000)
    first, second = np.bincount(picked, minlength=3)[:2]
    assert first / second == pytest.approx(np.e, rel=0.01)
    assert first + second == 10_000


def test_distances_agree_with_the_domains():
    one, other = Position(10.7805, 106.704), Position(10.3565, 107.076)
    there = kilometres(*(np.array(x) for x in (one.longitude, one.latitude, other.longitude, other.latitude)))
    assert there == pytest.approx(one.metres_to(other) / 1000, rel=0.005)
