from __future__ import annotations

import warnings

import numpy as np
import pytest

from app.science.autocorrelation import Kind, local_moran, moran, moran_of_rates, nearest
from app.science.errors import (
    BadParameter,
    ConstantValues,
    NegativeCount,
    NoNeighbours,
    ShapesDiffer,
    TooFewPlaces,
)
from app.science.places import projected

SIDE = 8
AROUND = [
    [
        other
        for other in range(SIDE * SIDE)
        if abs(other // SIDE - area // SIDE) + abs(other % SIDE - area % SIDE) == 1
    ]
    for area in range(SIDE * SIDE)
]
SLOPE = np.add.outer(np.arange(SIDE), np.arange(SIDE)).ravel().astype(float)
BOARD = np.indices((SIDE, SIDE)).sum(axis=0).ravel() % 2 * 1.0


@pytest.fixture
def rng():
    return np.random.default_rng(1950)


@pytest.fixture
def uncompiled_esda(monkeypatch):
    """Its permutations as they are written: to compile them takes ten seconds, to run them a tenth of one."""
    from esda import crand, moran, significance

    for module in (crand, moran, significance):
        for name, function in list(vars(module).items()):
            if hasattr(function, "py_func"):
                monkeypatch.setattr(module, name, function.py_func)
    monkeypatch.setattr(crand, "boolean", bool)  # the compiler's word for it


def test_a_slope_is_alike_and_a_chequerboard_unlike(rng):
    slope, board = moran(SLOPE, AROUND, rng=rng), moran(BOARD, AROUND, rng=rng)
    assert slope.statistic > 0.8
    assert slope.p == 0.001
    assert board.statistic == pytest.approx(-1)
    assert board.p == 1
    assert slope.expected == board.expected == pytest.approx(-1 / 63)


def test_random_values_give_p_values_of_all_sizes():
    rng = np.random.default_rng(2)
    p = [moran(rng.normal(size=64), AROUND, rng=rng, permutations=99).p for _ in range(200)]
    assert 0.4 < np.mean(p) < 0.6
    assert 0.01 < np.mean(np.array(p) <= 0.1) < 0.2


def test_permutations_agree_with_those_of_esda(rng, uncompiled_esda):
    from esda.moran import Moran, Moran_Local
    from libpysal.weights import W

    values = SLOPE + rng.normal(0, 6, 64)
    weights = W(dict(enumerate(AROUND)), silence_warnings=True)
    before = np.random.get_state()[1].copy()  # noqa: NPY002 the one that we leave alone
    whole, local = moran(values, AROUND, rng=rng, permutations=9_999), local_moran(values, AROUND, rng=rng)
    assert np.array_equal(np.random.get_state()[1], before)  # noqa: NPY002
    theirs = Moran(values, weights, permutations=9_999)
    assert whole.statistic == pytest.approx(theirs.I)
    assert whole.p == pytest.approx(theirs.p_sim, abs=0.02)  # two draws of p = 0.107: 4.5 standard errors
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its p-values will be two-sided one day, as ours are
        theirs = Moran_Local(values, weights, permutations=999, seed=4)
    assert [area.statistic for area in local] == pytest.approx(theirs.Is.tolist())
    assert np.abs([area.p for area in local] - np.minimum(1, 2 * theirs.p_sim)).max() < 0.12


def test_local_moran_finds_the_hot_corner_and_the_single_high_area(rng):
    values = rng.normal(0, 0.1, 64)
    values[[0, 1, 2, 8, 9, 10, 16, 17, 18]] = 5.0
    values[54] = 9.0
    found = local_moran(values, AROUND, rng=rng)
    assert found[0].kind is Kind.HIGH_AMONG_HIGH
    assert found[9].p <= 0.01
    assert found[9].p <= found[9].p_adjusted
    assert found[54].kind is Kind.HIGH_AMONG_LOW
    assert found[54].statistic < 0
    assert found[55].kind is Kind.LOW_AMONG_HIGH
    assert {area.kind for area in found} == set(Kind)


def test_looking_at_many_areas_is_paid_for_in_the_adjusted_p():
    rng = np.random.default_rng(1995)
    found = local_moran(rng.normal(size=64), AROUND, rng=rng)
    assert min(area.p for area in found) < 0.05 < min(area.p_adjusted for area in found)


def test_local_moran_leaves_the_filters_of_warnings_alone(rng):
    local_moran(SLOPE, AROUND, rng=rng)  # imports what it needs
    before = list(warnings.filters)
    local_moran(SLOPE, AROUND, rng=rng)
    assert warnings.filters == before


def test_rates_of_small_areas_do_not_hide_likeness(rng):
    found = []
    for _ in range(20):
        population = rng.choice([300.0, 40_000.0], 64)
        cases = rng.poisson(population * (0.001 + 0.0002 * SLOPE)).astype(float)
        rates = moran_of_rates(cases, population, AROUND, rng=rng, permutations=9)
        plain = moran(cases / population, AROUND, rng=rng, permutations=9)
        found.append((rates.z, plain.z))
    mean_of_rates, mean_of_plain = np.mean(found, axis=0)
    assert mean_of_rates > mean_of_plain + 0.3


def test_nearest_leaves_out_the_place_itself_even_where_many_share_a_spot():
    points = projected([0, 0, 0, 10, 11], [0] * 5)
    found = nearest(points, 2)
    assert [set(others) for others in found[:3]] == [{1, 2}, {0, 2}, {0, 1}]
    assert found[3][0] == 4
    assert all(len(others) == 2 for others in found)
    for count in (0, 5):
        with pytest.raises(BadParameter):
            nearest(points, count)


@pytest.mark.parametrize(
    ("values", "neighbours", "error"),
    [
        ([1, 2, 3, 4], [[1], [0], [3]], ShapesDiffer),
        ([1, 2, 3], [[1], [0], [1]], TooFewPlaces),
        ([2, 2, 2, 2], [[1], [0], [3], [2]], ConstantValues),
        ([1, 2, np.nan, 4], [[1], [0], [3], [2]], BadParameter),
        ([1, 2, 3, 4], [[1], [0], [3], []], NoNeighbours),
        ([1, 2, 3, 4], [[1], [0], [3], [3]], NoNeighbours),
        ([1, 2, 3, 4], [[1], [0], [3], [4]], NoNeighbours),
        ([1, 2, 3, 4], [[1], [0], [3], [2, 2]], NoNeighbours),
    ],
)
@pytest.mark.parametrize("measure", [moran, local_moran])
def test_maps_without_an_answer_are_refused_by_name(measure, values, neighbours, error, rng):
    with pytest.raises(error):
        measure(np.array(values, dtype=float), neighbours, rng=rng)


def test_permutations_and_rates_that_mean_nothing_are_refused(rng):
    for measure in (moran, local_moran):
        with pytest.raises(BadParameter):
            measure(SLOPE, AROUND, rng=rng, permutations=0)
    people = np.ones(64)
    for cases, population, error in (
        (SLOPE[1:], people, ShapesDiffer),
        (SLOPE - 1, people, NegativeCount),
        (SLOPE, people - 1, BadParameter),
    ):
        with pytest.raises(error):
            moran_of_rates(cases, population, AROUND, rng=rng)
