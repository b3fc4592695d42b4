from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.science.errors import BadParameter, MassAtZero, NotADistribution, ShapesDiffer, TooFewCases
from app.science.serial_intervals import checked_serial_interval, estimated_serial_intervals, shifted_gamma


@pytest.mark.parametrize(
    "weights",
    [[], [[0, 1]], [0, 0.5, 0.4], [0, 1.5, -0.5], [0, np.nan, 1], [0, np.inf], [0, 0, 0]],
    ids=["empty", "two columns", "short of one", "negative", "missing", "infinite", "nothing"],
)
def test_what_is_no_distribution_is_refused(weights):
    with pytest.raises(NotADistribution):
        checked_serial_interval(weights)


def test_a_serial_interval_with_mass_at_zero_is_refused():
    with pytest.raises(MassAtZero):
        checked_serial_interval([0.1, 0.6, 0.3])


def test_weights_printed_with_few_digits_are_taken_as_they_are():
    assert checked_serial_interval([0, 0.33333, 0.33333, 0.33333]).tolist() == [0, 0.33333, 0.33333, 0.33333]


@given(st.floats(1.05, 40), st.floats(0.05, 2))
def test_the_shifted_gamma_is_a_serial_interval_with_its_mean(mean, ratio):
    sd = ratio * (mean - 1)
    weights = shifted_gamma(mean, sd)
    days = np.arange(weights.size)
    assert checked_serial_interval(weights) is not None
    assert days @ weights == pytest.approx(mean, rel=1e-5)
    # Rounding both onsets to days adds up to a sixth of a squared day of variance, less where w_0 is cut.
    assert (days - mean) ** 2 @ weights >= sd**2 - 1e-4 * sd**2
    assert (days - mean) ** 2 @ weights <= sd**2 + 0.26


@pytest.mark.parametrize(
    ("mean", "sd"), [(1, 1), (0.5, 1), (5, 0), (5, -1), (np.nan, 1), (5, np.inf), (100, 900)]
)
def test_parameters_without_a_distribution_are_refused(mean, sd):
    with pytest.raises(BadParameter):
        shifted_gamma(mean, sd)


def test_pairs_by_hand():
    found = estimated_serial_intervals([0, 0, 3, 10], [2, 4, 9, 6])
    assert (found.pairs, found.before) == (4, 1)
    assert found.mean == 2
    assert found.sd == pytest.approx(np.sqrt((0 + 4 + 16 + 36) / 3))
    # Student's t with three degrees of freedom: 3.182446.
    assert found.mean_high - found.mean == pytest.approx(3.182446 * found.sd / 2, rel=1e-6)
    assert found.sd_low < found.sd < found.sd_high


def test_pairs_all_alike_have_no_spread():
    found = estimated_serial_intervals([0, 1, 2, 3], [5, 6, 7, 8])
    assert (found.mean, found.mean_low, found.mean_high, found.sd, found.sd_high) == (5, 5, 5, 0, 0)


def test_the_intervals_cover_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(5)
    mean, sd = 0, 0
    for _ in range(400):
        gap = rng.gamma(4, 2, 80)
        found = estimated_serial_intervals(np.zeros(80), gap)
        mean += found.mean_low <= 8 <= found.mean_high
        sd += found.sd_low <= 4 <= found.sd_high
    assert 0.92 <= mean / 400 <= 0.98
    assert 0.87 <= sd / 400 <= 0.98


def test_pairs_that_say_nothing_are_refused():
    with pytest.raises(ShapesDiffer):
        estimated_serial_intervals([0, 1, 2], [3, 4])
    with pytest.raises(TooFewCases):
        estimated_serial_intervals([0, 1], [3, 4])
    with pytest.raises(BadParameter):
        estimated_serial_intervals([0, 1, np.nan], [3, 4, 5])
    with pytest.raises(BadParameter):
        estimated_serial_intervals([0, 1, 2], [3, 4, 5], coverage=1)
