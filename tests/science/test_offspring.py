from __future__ import annotations

import numpy as np
import pytest

from app.science.errors import BadParameter, EmptyIncidence, NegativeCount, TooFewCases
from app.science.offspring import fitted_offspring


def drawn(seed: int, mean: float, k: float, cases: int) -> np.ndarray:
    return np.random.default_rng(seed).negative_binomial(k, k / (k + mean), cases)


def test_many_cases_give_mean_and_dispersion_back():
    found = fitted_offspring(drawn(1, 1.5, 0.3, 5000))
    assert found.mean == pytest.approx(1.5, rel=0.1)
    assert found.k == pytest.approx(0.3, rel=0.1)
    assert found.k_low < 0.3 < found.k_high
    assert found.mean_low < 1.5 < found.mean_high


def test_the_intervals_cover_the_truth_as_often_as_they_say():
    fits = [fitted_offspring(drawn(seed, 1.2, 0.4, 150)) for seed in range(80)]
    assert 0.9 <= np.mean([fit.k_low <= 0.4 <= fit.k_high for fit in fits]) <= 0.99
    assert 0.9 <= np.mean([fit.mean_low <= 1.2 <= fit.mean_high for fit in fits]) <= 0.99


def test_equal_cases_are_poisson():
    found = fitted_offspring([2, 2, 3, 2, 1, 2, 2, 2])
    assert (found.mean, found.k, found.k_high) == (2, np.inf, np.inf)
    assert found.k_low > 1


def test_poisson_cases_are_not_called_unequal():
    # Negative control: without superspreading the upper end of k stays open.
    found = fitted_offspring(np.random.default_rng(3).poisson(2, 300))
    assert found.k_low > 3
    assert found.k_high == np.inf


def test_one_superspreader_makes_k_small():
    even = fitted_offspring([1] * 20 + [0] * 20 + [2] * 5)
    uneven = fitted_offspring([0] * 44 + [30])
    assert uneven.k < 0.05 < even.k
    assert uneven.k_high < 0.5


def test_cases_that_say_nothing_are_refused():
    for counts in ([0, 0, 0], [3]):
        with pytest.raises(TooFewCases):
            fitted_offspring(counts)
    with pytest.raises(EmptyIncidence):
        fitted_offspring([])
    for counts in ([1, -1], [0.5, 1]):
        with pytest.raises(NegativeCount):
            fitted_offspring(counts)
    with pytest.raises(BadParameter):
        fitted_offspring([0, 1, 2], coverage=0)
