from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.science.errors import BadParameter, EmptyIncidence, MassAtZero, NegativeCount, TooFewCases
from app.science.growth import doubling_time, fitted_growth, reproduction_from_growth
from app.science.serial_intervals import shifted_gamma


@given(st.floats(-0.3, 0.3), st.floats(50, 5000), st.booleans())
def test_an_exact_exponential_gives_its_rate_back(rate, level, overdispersed):
    found = fitted_growth(level * np.exp(rate * np.arange(-13, 1)), overdispersed=overdispersed)
    assert found.rate == pytest.approx(rate, abs=1e-5)
    assert found.level == pytest.approx(level, rel=1e-4)
    assert found.low < rate < found.high
    assert found.k > 1000


def drawn(seed: int, k: float) -> np.ndarray:
    mean = 30 * np.exp(0.06 * np.arange(21))
    return np.random.default_rng(seed).negative_binomial(k, k / (k + mean))


def test_the_interval_of_spread_counts_covers_and_a_poisson_one_does_not():
    spread = [fitted_growth(drawn(seed, 5)) for seed in range(40)]
    poisson = [fitted_growth(drawn(seed, 5), overdispersed=False) for seed in range(40)]
    assert np.mean([fit.rate for fit in spread]) == pytest.approx(0.06, abs=0.004)
    assert 0.85 <= np.mean([fit.low <= 0.06 <= fit.high for fit in spread]) <= 0.99
    # Negative control: the usual Poisson regression is far too sure.
    assert np.mean([fit.low <= 0.06 <= fit.high for fit in poisson]) < 0.7


def test_an_interval_without_bound_ends_where_it_is_looked_for():
    found = fitted_growth([0, 0, 1, 9])
    assert found.rate > 1
    assert found.low < found.rate < found.high <= 3


def test_doubling_and_halving():
    assert doubling_time([np.log(2) / 7, -np.log(2) / 3]) == pytest.approx([7, -3])
    assert doubling_time(0.0) == np.inf


def test_growth_and_reproduction_for_an_interval_of_one_length():
    # Everybody infects after exactly five days: R = exp(5 r).
    assert reproduction_from_growth([0, 0.1, -0.1], [0, 0, 0, 0, 0, 1]) == pytest.approx(
        np.exp([0, 0.5, -0.5])
    )


@given(st.floats(-0.1, 0.3))
def test_a_gamma_interval_gives_the_closed_form(rate):
    # Wallinga and Lipsitch 2007: R = (1 + r b)^a. Rounding two onsets to days adds a sixth of a squared day
    # of variance at most, r^2 / 12 to log R.
    mean, sd = 10.0, 4.0
    shape, scale = ((mean - 1) / sd) ** 2, sd**2 / (mean - 1)
    expected = np.exp(rate) * (1 + rate * scale) ** shape
    assert reproduction_from_growth(rate, shifted_gamma(mean, sd)) == pytest.approx(expected, rel=0.01)


def test_no_growth_is_one_each_and_more_growth_takes_more():
    rates = np.linspace(-0.2, 0.4, 13)
    found = reproduction_from_growth(rates, shifted_gamma(4.7, 2.9))
    assert np.all(np.diff(found) > 0)
    assert reproduction_from_growth(0.0, shifted_gamma(4.7, 2.9)) == pytest.approx(1)


def test_input_without_an_answer_is_refused_by_name():
    for counts in ([1, 2], [0, 5, 0, 0]):
        with pytest.raises(TooFewCases):
            fitted_growth(counts)
    with pytest.raises(EmptyIncidence):
        fitted_growth([0, 0, 0])
    with pytest.raises(NegativeCount):
        fitted_growth([1, 2, -3])
    with pytest.raises(BadParameter):
        fitted_growth([1, 2, 3], coverage=2)
    with pytest.raises(BadParameter):
        reproduction_from_growth(np.nan, [0, 1])
    with pytest.raises(MassAtZero):
        reproduction_from_growth(0.1, [1, 0])
