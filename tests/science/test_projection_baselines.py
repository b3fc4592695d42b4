from __future__ import annotations

import numpy as np
import pytest

from app.science.errors import BadParameter, EmptyIncidence
from app.science.projection_baselines import last_week, steady_growth


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_last_week_comes_again_weekday_by_weekday():
    counts = np.tile([10, 20, 30, 40, 50, 5, 1], 4)
    found = last_week(counts, rng=rng(), draws=20)
    assert np.all(found.samples == np.tile([10, 20, 30, 40, 50, 5, 1], 2))


def test_its_spread_is_that_of_the_weeks_before_both_ways():
    counts = 100 + 2.0 * np.arange(28)
    found = last_week(counts, rng=rng(), draws=500)
    # Each day differs by 14 from the one a week before, and by 28 from two weeks before.
    assert set(found.samples[:, 0]) == {142 - 14, 142 + 14}
    assert set(found.samples[:, 7]) == {142 - 28, 142 + 28}
    assert found.samples.mean(axis=0)[0] == pytest.approx(142, abs=2)


def test_last_week_is_never_negative():
    counts = np.array([50, *[0] * 13, 1])
    found = last_week(counts, rng=rng())
    assert found.samples.min() == 0
    assert found.samples.max() >= 1


def test_last_week_needs_more_than_a_week():
    with pytest.raises(BadParameter):
        last_week([1] * 7, rng=rng())
    assert last_week([1] * 8, rng=rng()).samples.shape == (1000, 14)
    with pytest.raises(EmptyIncidence):
        last_week([0] * 8, rng=rng())


@pytest.mark.parametrize("rate", [-0.1, 0, 0.1])
def test_growth_goes_on(rate):
    counts = 5000 * np.exp(rate * np.arange(-40, 1))
    found = steady_growth(counts, rng=rng(), draws=2000)
    assert np.median(found.samples, axis=0) == pytest.approx(5000 * np.exp(rate * np.arange(1, 15)), rel=0.05)


def test_only_the_last_days_are_fitted():
    counts = np.concatenate([np.full(30, 9000), 100 * np.exp(0.05 * np.arange(21))])
    found = np.median(steady_growth(counts, rng=rng(), draws=2000).samples, axis=0)
    assert found[0] == pytest.approx(100 * np.exp(0.05 * 21), rel=0.1)


def test_noise_about_the_line_widens_the_interval():
    smooth = 300 * np.exp(0.05 * np.arange(30))
    rough = smooth * np.where(np.arange(30) % 2, 0.5, 1.5)
    narrow, wide = (
        np.ptp(steady_growth(one, rng=rng()).quantiles([0.025, 0.975]), axis=1) for one in (smooth, rough)
    )
    assert np.all(wide > 2 * narrow)


def test_no_line_through_one_day_or_none():
    found = steady_growth([9, 0, 0, 0, 3], rng=rng(), draws=2000, days=4)
    assert found.samples.mean() == pytest.approx(0.75, abs=0.05)
    assert not steady_growth([5, *[0] * 30], rng=rng()).samples.any()
