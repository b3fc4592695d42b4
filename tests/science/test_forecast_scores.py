from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from app.science.errors import BadParameter, ShapesDiffer
from app.science.forecast_scores import covered, crps, weighted_interval_score


def test_a_sure_projection_scores_its_distance():
    assert crps([[3, 7], [3, 7], [3, 7]], [5, 7]).tolist() == [2, 0]


def test_two_draws_by_hand():
    # E|X - y| = (1 + 3) / 2; two different draws lie 4 apart, half of it is 2.
    assert crps([[1], [5]], [2]).tolist() == [0]
    assert crps([[1], [5]], [10]).tolist() == [7 - 2]


def test_many_draws_of_a_normal_score_as_its_closed_form():
    rng = np.random.default_rng(2)
    for observed in (-1.0, 0.0, 2.5):
        closed = (
            observed * (2 * stats.norm.cdf(observed) - 1) + 2 * stats.norm.pdf(observed) - 1 / np.sqrt(np.pi)
        )
        assert crps(rng.normal(size=(200_000, 1)), [observed])[0] == pytest.approx(closed, abs=0.01)


def test_few_draws_are_not_punished():
    rng = np.random.default_rng(4)
    truth = rng.normal(size=20_000)
    few, many = rng.normal(size=(4, 20_000)), rng.normal(size=(200, 20_000))
    assert crps(few, truth).mean() == pytest.approx(crps(many, truth).mean(), abs=0.01)
    # Negative control: with all pairs counted, a draw with itself among them, four draws look worse.
    naive = np.abs(few - truth).mean(axis=0) - np.abs(few[:, None] - few).mean(axis=(0, 1)) / 2
    assert naive.mean() > crps(many, truth).mean() + 0.05


def test_the_truth_scores_better_than_what_is_off_or_too_wide_or_too_sure():
    rng = np.random.default_rng(6)
    truth = rng.normal(size=5000)
    right = rng.normal(size=(100, 5000))
    for wrong in (right + 1, 3 * right, right / 10):
        assert crps(right, truth).mean() < crps(wrong, truth).mean()
        assert weighted_interval_score(right, truth).mean() < weighted_interval_score(wrong, truth).mean()


def test_intervals_cover_as_often_as_they_say():
    rng = np.random.default_rng(8)
    draws, truth = rng.normal(size=(2000, 4000)), rng.normal(size=4000)
    for share in (0.5, 0.95):
        assert covered(draws, truth, share).mean() == pytest.approx(share, abs=0.03)
    assert covered(draws / 3, truth, 0.95).mean() < 0.6


def test_one_interval_by_hand():
    draws = np.arange(101.0)[:, None]
    # Median 50, half interval 25 to 75: (|50 - 80| / 2 + 0.25 * 50 + (80 - 75)) / 1.5.
    assert weighted_interval_score(draws, [80], [0.5])[0] == pytest.approx((15 + 12.5 + 5) / 1.5)
    assert weighted_interval_score(draws, [50], [0.5])[0] == pytest.approx(12.5 / 1.5)


def test_many_intervals_approach_the_crps():
    draws = np.random.default_rng(9).gamma(2, 10, (5000, 3))
    shares = np.linspace(0.005, 0.995, 199)
    came = np.array([3.0, 20.0, 70.0])
    assert weighted_interval_score(draws, came, shares) == pytest.approx(crps(draws, came), rel=0.02)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ShapesDiffer):
        crps([[1, 2], [3, 4]], [1])
    with pytest.raises(ShapesDiffer):
        crps([1, 2], [1, 2])
    with pytest.raises(BadParameter):
        crps([[1, 2]], [1, 2])
    with pytest.raises(BadParameter):
        covered([[1], [2]], [1], 95)
