from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from app.science.errors import BadParameter, ShapesDiffer, TooFewCases
from app.science.places import projected
from app.science.scan_zones import Limits
from app.science.space_time_scan import permutation_scan


@pytest.fixture
def rng():
    return np.random.default_rng(2005)


def grid(side: int) -> np.ndarray:
    x, y = np.meshgrid(np.arange(side) * 1_000.0, np.arange(side) * 1_000.0)
    return projected(x.ravel(), y.ravel())


def slowly(points, where, days, today, longest) -> float:
    """The greatest ratio of all cylinders, with the expected cases added up cell by cell as in the paper."""
    total, best = len(where), 0.0
    for point in points:
        far = np.hypot(*(points - point).T)[where]
        for radius in np.unique(far.round(6)):
            for length in range(1, longest + 1):
                near, late = far <= radius + 1e-6, days > today - length
                c = np.sum(near & late)
                mean = sum(
                    np.sum(where == place) * np.sum(days == day)
                    for place in set(where[near].tolist())
                    for day in set(days[late].tolist())
                )
                mean /= total
                if c > mean and c >= 2 and near.sum() <= total / 2:
                    ratio = c * math.log(c / mean)
                    if c < total:
                        ratio += (total - c) * math.log((total - c) / (total - mean))
                    best = max(best, ratio)
    return best


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 9)), min_size=4, max_size=25))
def test_the_most_likely_cluster_is_the_best_of_all_cylinders(rows):
    where, days = np.array(rows).T
    points = grid(3)
    found = permutation_scan(
        points, where, days, today=9, longest_days=4, replicates=49, rng=np.random.default_rng(1)
    )
    best = slowly(points, where, days, 9, 4)
    if found:
        first = found[0]
        assert first.llr == pytest.approx(best)
        inside = np.isin(where, first.areas) & (days >= first.first_day)
        assert first.observed == inside.sum()
        assert first.expected == pytest.approx(
            np.isin(where, first.areas).sum() * (days >= first.first_day).sum() / len(days)
        )
    everywhere = [area for cluster in found for area in cluster.areas]
    assert len(everywhere) == len(set(everywhere))
    assert all(9 - 4 < c.first_day <= c.last_day == 9 for c in found)


def test_a_cluster_of_the_last_three_days_is_found(rng):
    points = grid(13)
    where, days = rng.integers(0, 169, 300), rng.integers(0, 28, 300)
    near = np.flatnonzero(np.hypot(*(points - [4_000.0, 4_000.0]).T) < 1_100)
    where = np.append(where, rng.choice(near, 12))
    days = np.append(days, rng.integers(25, 28, 12))
    first = permutation_scan(points, where, days, today=27, rng=rng, limits=Limits(radius_m=4_000))[0]
    assert first.p == 0.001
    assert first.first_day == 25
    assert set(first.areas) >= set(near[np.isin(near, where[-12:])])
    assert first.radius_m <= 2_300
    assert first.recurrence_days > 1_000


def test_a_rise_everywhere_on_the_same_days_is_no_cluster():
    rng = np.random.default_rng(7)
    p = []
    for _ in range(20):
        where = rng.integers(0, 25, 200)
        days = np.where(rng.random(200) < 0.5, 27, rng.integers(0, 27, 200))  # half of all cases today
        found = permutation_scan(grid(5), where, days, today=27, rng=rng, replicates=99)
        p.append(found[0].p if found else 1.0)
    assert np.mean(np.array(p) <= 0.05) <= 0.15


def test_without_a_cluster_p_values_are_as_likely_to_be_small_as_large():
    rng = np.random.default_rng(11)
    p = []
    for _ in range(100):
        where, days = rng.integers(0, 25, 90), rng.integers(0, 20, 90)
        found = permutation_scan(grid(5), where, days, today=19, longest_days=5, rng=rng, replicates=99)
        p.append(found[0].p if found else 1.0)
    # Few cases give few possible values, which makes p conservative, never too small.
    assert stats.kstest(p, "uniform", alternative="greater").pvalue > 0.01
    assert 0.4 < np.mean(p) < 0.65


def test_days_may_be_counted_from_anywhere(rng):
    where, days = rng.integers(0, 9, 60), rng.integers(0, 10, 60)
    now = permutation_scan(grid(3), where, days, today=9, rng=np.random.default_rng(3), replicates=49)
    then = permutation_scan(
        grid(3), where, days + 738_000, today=738_009, rng=np.random.default_rng(3), replicates=49
    )
    assert [(c.llr, c.p, c.first_day + 738_000) for c in now] == [(c.llr, c.p, c.first_day) for c in then]


def test_scanning_weekly_recurs_seven_times_as_rarely(rng):
    where = np.append(rng.integers(0, 25, 80), [7] * 5)
    days = np.append(rng.integers(0, 20, 80), [19] * 5)
    daily, weekly = (
        permutation_scan(
            grid(5), where, days, today=19, every_days=every, rng=np.random.default_rng(4), replicates=99
        )[0]
        for every in (1, 7)
    )
    assert weekly.recurrence_days == pytest.approx(7 * daily.recurrence_days)


def test_venues_without_cases_can_be_centres_and_lie_inside(rng):
    # Two venues with cases stand on either side of one without: only that one is the centre of both.
    points = projected([0, 1_000, 2_000, 30_000, 31_000], [0] * 5)
    where = np.array([0, 0, 2, 2, *[3] * 6, *[4] * 6])
    days = np.array([9, 9, 9, 9, *range(6), *range(6)])
    first = permutation_scan(
        points, where, days, today=9, rng=rng, limits=Limits(radius_m=1_500), replicates=99
    )[0]
    assert first.centre == 1
    assert sorted(first.areas) == [0, 1, 2]
    assert first.observed == 4


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"days": np.array([1, 2])}, ShapesDiffer),
        ({"where": np.array([0]), "days": np.array([1])}, TooFewCases),
        ({"where": np.array([], dtype=int), "days": np.array([], dtype=int)}, TooFewCases),
        ({"where": np.array([0, 1, 4])}, BadParameter),
        ({"where": np.array([0, 1, -1])}, BadParameter),
        ({"where": np.array([0.0, 1.0, 1.0])}, BadParameter),
        ({"days": np.array([1, 2, 4])}, BadParameter),
        ({"longest_days": 0}, BadParameter),
        ({"every_days": 0}, BadParameter),
        ({"least_cases": 0}, BadParameter),
        ({"replicates": 0}, BadParameter),
    ],
)
def test_input_that_no_cluster_can_come_from_is_refused_by_name(changed, error, rng):
    given_ = {
        "points": grid(2), "where": np.array([0, 1, 1]), "days": np.array([1, 2, 3]), "today": 3, "rng": rng,
    }  # fmt: skip
    with pytest.raises(error):
        permutation_scan(**given_ | changed)
