from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from app.science.errors import BadParameter, NegativeCount, ShapesDiffer, TooFewCases
from app.science.places import projected
from app.science.poisson_scan import poisson_scan
from app.science.scan_zones import Limits


@pytest.fixture
def rng():
    return np.random.default_rng(1997)


def grid(side: int) -> np.ndarray:
    x, y = np.meshgrid(np.arange(side) * 1_000.0, np.arange(side) * 1_000.0)
    return projected(x.ravel(), y.ravel())


def slowly(points, cases, population, limits) -> dict[int, float]:
    """The greatest ratio around every centre, straight from the definition of a circle."""
    total, everybody, best = cases.sum(), population.sum(), {}
    for centre, point in enumerate(points):
        far = np.hypot(*(points - point).T)
        for radius in np.unique(far.round(6)):
            inside = far <= radius + 1e-6
            c, people = cases[inside].sum(), population[inside].sum()
            mean = total * people / everybody
            if limits.radius_m is not None and radius > limits.radius_m:
                continue
            if people <= limits.share * everybody and c > mean and c >= 2:
                ratio = c * math.log(c / mean)
                if c < total:
                    ratio += (total - c) * math.log((total - c) / (total - mean))
                best[centre] = max(best.get(centre, 0), ratio)
    return best


places = st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 6), st.integers(1, 9))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(places, min_size=3, max_size=12),
    share=st.sampled_from([0.2, 0.5, 1.0]),
    radius=st.sampled_from([None, 1.0, 2.0]),
)
def test_the_most_likely_cluster_is_the_best_of_all_circles(rows, share, radius):
    x, y, cases, population = np.array(rows).T
    if cases.sum() < 2:
        return
    limits, points = Limits(share, radius), projected(x, y)
    found = poisson_scan(
        points, cases, population.astype(float), limits=limits, replicates=99, rng=np.random.default_rng(3)
    )
    best = slowly(points, cases, population, limits)
    if found:
        assert found[0].llr == pytest.approx(max(best.values()))
    for cluster in found:
        inside = list(cluster.areas)
        # Centres at one spot are one, so the best of this spot is the best of the centre.
        assert cluster.llr == pytest.approx(best[cluster.centre])
        assert cluster.observed == cases[inside].sum() >= 2
        assert cluster.expected == pytest.approx(cases.sum() * population[inside].sum() / population.sum())
        assert np.hypot(*(points[inside] - points[cluster.centre]).T).max() == pytest.approx(cluster.radius_m)
    everywhere = [area for cluster in found for area in cluster.areas]
    assert len(everywhere) == len(set(everywhere))
    assert [c.llr for c in found] == sorted((c.llr for c in found), reverse=True)


def test_a_planted_cluster_is_found_in_its_place(rng):
    points, population = grid(13), rng.integers(20_000, 200_000, 169).astype(float)
    planted = np.flatnonzero(np.hypot(*(points - [9_000.0, 3_000.0]).T) < 1_500)
    risk = np.ones(169)
    risk[planted] = 4.0
    cases = rng.multinomial(400, population * risk / (population * risk).sum())
    first = poisson_scan(points, cases, population, rng=rng, replicates=199)[0]
    assert first.p == 0.005
    assert first.gumbel_p < 1e-6
    assert len(set(first.areas) & set(planted)) >= 8
    assert len(set(first.areas) - set(planted)) <= 3
    assert first.relative_risk > 2.5


def test_two_planted_clusters_are_two_that_do_not_overlap(rng):
    points, population = grid(10), np.full(100, 1_000.0)
    cases = rng.poisson(1.0, 100)
    cases[[0, 1, 10]] += 9
    cases[[98, 99, 89]] += 7
    clusters = poisson_scan(points, cases, population, rng=rng, limits=Limits(share=0.2), replicates=199)
    significant = [set(cluster.areas) for cluster in clusters if cluster.p <= 0.01]
    assert len(significant) == 2
    assert {0, 1, 10} <= significant[0]
    assert {98, 99, 89} <= significant[1]


def test_without_a_cluster_p_values_are_as_likely_to_be_small_as_large():
    rng = np.random.default_rng(50)
    points, population = grid(6), rng.integers(5, 50, 36).astype(float)
    p = []
    for _ in range(120):
        cases = rng.multinomial(90, population / population.sum())
        clusters = poisson_scan(points, cases, population, rng=rng, replicates=99)
        p.append(clusters[0].p if clusters else 1.0)
    assert stats.kstest(p, "uniform").pvalue > 0.01
    assert 0 < np.mean(np.array(p) <= 0.1) < 0.2


def test_ten_thousand_venues_are_scanned_within_a_radius(rng):
    points = projected(*rng.uniform(0, 30_000, (2, 10_000)))
    visits = rng.lognormal(3, 1, 10_000)
    cases = rng.multinomial(300, visits / visits.sum())
    near = np.hypot(*(points - points[77]).T) < 400
    cases[near] += 2
    (first, *_) = poisson_scan(points, cases, visits, rng=rng, limits=Limits(radius_m=500), replicates=19)
    assert first.p == 0.05
    assert len(set(first.areas) & set(np.flatnonzero(near))) > 0.7 * near.sum()


def test_the_same_random_numbers_give_the_same_p():
    points, cases = grid(5), np.arange(25) % 4
    scans = [
        poisson_scan(points, cases, np.ones(25), rng=np.random.default_rng(seed), replicates=49)
        for seed in (1, 1, 2)
    ]
    assert scans[0] == scans[1] != scans[2]
    assert scans[0][0].llr == scans[2][0].llr


def test_cases_in_proportion_to_the_population_are_no_cluster(rng):
    assert poisson_scan(grid(3), np.full(9, 5), np.full(9, 70.0), rng=rng, replicates=9) == ()


def test_limits_that_leave_no_circle_leave_no_cluster(rng):
    crowded = np.array([0, 9, 0, 0])
    assert poisson_scan(grid(2), crowded, np.ones(4), rng=rng, limits=Limits(share=0.2), replicates=9) == ()
    assert poisson_scan(grid(2), crowded, np.ones(4), rng=rng, limits=Limits(share=0.3), replicates=9) != ()


def test_a_place_where_nobody_lives_can_lie_inside(rng):
    points = projected([0, 1, 2, 3, 50, 51, 52], [0] * 7)
    population = np.array([10.0, 0, 10, 10, 10, 10, 10])
    first = poisson_scan(points, np.array([9, 0, 8, 0, 1, 1, 1]), population, rng=rng, replicates=19)[0]
    assert sorted(first.areas) == [0, 1, 2]
    assert first.observed == 17


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"cases": np.array([1, 2, 3])}, ShapesDiffer),
        ({"population": np.ones(3)}, ShapesDiffer),
        ({"cases": np.array([1, -1, 3, 4])}, NegativeCount),
        ({"cases": np.array([1.5, 1.0, 3.0, 4.0])}, NegativeCount),
        ({"cases": np.array([0, 1, 0, 0])}, TooFewCases),
        ({"population": np.array([1.0, 1.0, -1.0, 1.0])}, BadParameter),
        ({"population": np.array([1.0, 0.0, 1.0, 1.0])}, BadParameter),
        ({"population": np.array([1.0, np.nan, 1.0, 1.0])}, BadParameter),
        ({"points": np.zeros((4, 5))}, BadParameter),
        ({"replicates": 0}, BadParameter),
        ({"least_cases": 0}, BadParameter),
    ],
)
def test_input_that_no_cluster_can_come_from_is_refused_by_name(changed, error, rng):
    given_ = {"points": grid(2), "cases": np.array([1, 2, 3, 4]), "population": np.ones(4), "rng": rng}
    with pytest.raises(error):
        poisson_scan(**given_ | changed)
