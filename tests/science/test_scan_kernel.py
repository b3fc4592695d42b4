"""The compiled loops against their definitions, and against what the data themselves go through."""

import numpy as np
import pytest

from app.science.scan_kernel import counts_by_window, greatest_ratios
from app.science.scan_search import Model, evaluated, greatest_by_chance
from app.science.scan_zones import Limits, circles

WINDOWS = 5


@pytest.fixture(params=[1, 2, 3])
def drawn(request):
    """A scan of a grid, on which many distances are equal, and thirty data sets."""
    rng = np.random.default_rng(request.param)
    x, y = np.divmod(np.arange(49), 7)
    points = np.column_stack([x, y]) * 1_000.0
    where, ages = rng.integers(0, 49, 160), rng.integers(0, 20, (30, 160))
    weights = np.bincount(where, minlength=49).astype(np.float64)
    found = circles(points, points, weights, Limits(0.5, 3_500))
    scale = (np.arange(WINDOWS) + 1) / 20
    return Model(found, scale, 160, least=2), counts_by_window(ages, where, WINDOWS, 49), where, ages


def test_a_window_holds_the_cases_of_its_last_days(drawn):
    _, cases, where, ages = drawn
    for s, window, place in np.ndindex(cases.shape):
        assert cases[s, window, place] == np.sum((ages[s] <= window) & (where == place))


def test_the_greatest_ratio_of_each_data_set_is_that_of_its_best_circle(drawn):
    model, cases, *_ = drawn
    found = evaluated(model, cases)
    best = [found.llr[found.data_set == s].max(initial=0.0) for s in range(len(cases))]
    asked = []

    def draw(count):
        asked.append(count)
        return cases[sum(asked) - count : sum(asked)]

    assert greatest_by_chance(model, draw, len(cases)) == pytest.approx(best, abs=1e-12)
    assert sum(asked) == len(cases)
    assert min(best) > 0


def test_too_few_cases_and_no_more_than_expected_are_no_cluster(drawn):
    model, cases, *_ = drawn
    found, columns = model.circles, np.ascontiguousarray(cases.swapaxes(1, 2))
    lists = np.append(np.flatnonzero(np.diff(found.centres, prepend=-1)), len(found.centres))
    enclosed = found.enclosed[found.closing]

    def greatest(scale=model.scale, least=2):
        return greatest_ratios(lists, found.places, enclosed, scale, columns, 160, least).tolist()

    assert min(greatest()) > 0
    assert greatest(least=161) == [0] * 30
    assert greatest(scale=np.full(WINDOWS, 100.0)) == [0] * 30
