import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import Venue
from maps.bins import bins
from maps.points import PointsRefused

venues = st.lists(
    st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.integers(0, 50)), min_size=1, max_size=40
)


def made(rows, most, start=0):
    ids = [f"v{i + start:02}" for i in range(len(rows))]
    lon, lat, counts = zip(*rows, strict=True)
    return bins(ids, lon, lat, counts, most=most)


@given(venues, st.integers(1, 50))
def test_nothing_is_lost_and_no_more_is_made(rows, most):
    found = made(rows, most)
    assert len(found) <= max(most, 1)
    assert sum(point.venues for point in found) == len(rows)
    assert sum(point.count for point in found) == sum(row[2] for row in rows)
    for point in found:
        assert bool(point.id) == (point.venues == 1)
        if point.id:
            assert (point.lon, point.lat, point.count) == rows[int(point.id[1:])]


@given(venues, st.integers(1, 50), st.randoms(use_true_random=False))
def test_the_order_of_the_venues_does_not_matter(rows, most, random):
    ids = [f"v{i:02}" for i in range(len(rows))]
    together = [(name, *row) for name, row in zip(ids, rows, strict=True)]
    shuffled = random.sample(together, len(together))
    in_order, out_of_order = (
        bins(*(list(column) for column in zip(*some, strict=True)), most=most)
        for some in (together, shuffled)
    )
    assert in_order == out_of_order


def test_few_venues_are_left_alone():
    assert bins(["b", "a"], [106.7, 106.7], [10.7, 10.7], [3, 4], most=2) == (
        Venue("a", 106.7, 10.7, 4),
        Venue("b", 106.7, 10.7, 3),
    )
    assert bins([], [], [], []) == ()


def test_what_is_close_becomes_one_point_in_the_middle_and_what_is_alone_keeps_its_name():
    found = bins(["a", "b", "far"], [106.70001, 106.70003, 107.9], [10.5, 10.5, 11.5], [2, 3, 4], most=2)
    together, alone = sorted(found, key=lambda point: -point.venues)
    assert alone == Venue("far", 107.9, 11.5, 4)
    assert (together.id, together.venues, together.count) == ("", 2, 5)
    assert (together.lon, together.lat) == (pytest.approx(106.70002), pytest.approx(10.5))


def test_the_grid_is_the_finest_that_is_small_enough():
    random = np.random.default_rng(3)
    lon, lat = random.normal(106.7, 0.1, 5_000), random.normal(10.8, 0.1, 5_000)
    found = bins([str(i) for i in range(5_000)], lon, lat, np.ones(5_000, int))
    assert 1_500 / 4 < len(found) <= 1_500
    # The same grid everywhere: no two points of it share a cell of the size that was needed.
    size = min(np.hypot(a.lon - b.lon, a.lat - b.lat) for a in found[::60] for b in found if a is not b)
    assert size > 0


def test_venues_at_one_spot_are_one_point():
    [point] = bins(["a", "b", "c"], [106.7] * 3, [10.7] * 3, [1, 2, 3], most=2)
    assert (point.id, point.venues, point.count) == ("", 3, 6)
    assert (point.lon, point.lat) == (pytest.approx(106.7), pytest.approx(10.7))


def test_bad_input_is_refused_by_name():
    with pytest.raises(PointsRefused, match=r"lat \(point 1\): not-a-number"):
        bins(["a", "b"], [106.7, 106.7], [10.7, np.nan], [1, 1])
    with pytest.raises(PointsRefused, match=r"counts \(point 0\): too-small"):
        bins(["a"], [106.7], [10.7], [-1])
    with pytest.raises(PointsRefused, match="ids: unequal-lengths"):
        bins(["a"], [106.7, 106.8], [10.7, 10.8], [1, 1])
    with pytest.raises(ValueError, match="share an id"):
        bins(["a", "a"], [106.7, 106.8], [10.7, 10.8], [1, 1])
    with pytest.raises(ValueError, match="at least one"):
        bins(["a"], [106.7], [10.7], [1], most=0)
