from __future__ import annotations

import numpy as np
import pytest

from app.science.errors import BadParameter, EmptyIncidence, MassAtZero, NegativeCount
from app.science.projection import Damping, project
from app.science.serial_intervals import shifted_gamma

COVID = shifted_gamma(4.7, 2.9)
STILL = Damping(kept=1, settled=0, settled_sd=0, daily_sd=0)
"""R stays what it is."""


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


@pytest.mark.parametrize("rate", [-0.1, 0, 0.08])
def test_without_damping_growth_goes_on(rate):
    counts = 20_000 * np.exp(rate * np.arange(-60, 1))
    found = project(counts, COVID, rng=rng(), draws=4000, damping=STILL)
    expected = 20_000 * np.exp(rate * np.arange(1, 15))
    assert np.median(found.samples, axis=0) == pytest.approx(expected, rel=0.15)


def test_damping_pulls_r_to_where_it_settles():
    counts = 20_000 * np.exp(0.08 * np.arange(-60, 1))
    at_once = Damping(kept=0, settled=0, settled_sd=0, daily_sd=0)
    damped, going_on = (project(counts, COVID, rng=rng(), damping=one).mean for one in (at_once, STILL))
    # With everybody replacing themselves from today on, what is on its way still comes, then it levels.
    assert damped[-1] < going_on[-1] / 2
    assert damped[13] / damped[10] == pytest.approx(1, abs=0.05)


def test_a_steady_curve_stays_level_where_r_settles_at_one():
    found = project(np.full(60, 200), COVID, rng=rng(), draws=4000, damping=Damping(settled=0, settled_sd=0))
    assert found.quantiles([0.5])[:, 0] == pytest.approx(200, rel=0.1)


def test_the_same_generator_gives_the_same_draws():
    one, two = (project(np.full(30, 20), COVID, rng=rng(), draws=50).samples for _ in range(2))
    assert np.array_equal(one, two)
    assert one.shape == (50, 14)
    assert project(np.full(30, 20), COVID, rng=rng(), draws=50, horizon=3).samples.shape == (50, 3)
    assert np.array_equal(one, np.floor(one))


def test_intervals_widen_with_the_days_and_with_the_spread_of_the_counts():
    calm = np.full(40, 100)
    wild = np.where(np.arange(40) % 2, 30, 170)
    width = {}
    for name, counts in (("calm", calm), ("wild", wild)):
        low, median, high = project(counts, COVID, rng=rng(), draws=4000).quantiles([0.025, 0.5, 0.975]).T
        assert np.all((low <= median) & (median <= high))
        width[name] = (high - low) / median
    assert width["calm"][13] > 1.5 * width["calm"][0]
    assert np.all(width["wild"] > width["calm"])


def test_an_outbreak_long_over_stays_over():
    counts = [5, 9, 7, 3] + 60 * [0]
    assert not project(counts, shifted_gamma(2.6, 1.5), rng=rng()).samples.any()


def test_a_single_case_among_long_intervals_projects_few():
    found = project([1, *[0] * 13], shifted_gamma(14.9, 3.9), rng=rng(), draws=4000)
    assert 0 < found.mean.sum() < 3


def test_only_what_is_handed_in_is_known():
    rising = 50 * np.exp(0.1 * np.arange(40))
    before = project(rising[:20], COVID, rng=rng()).samples
    assert np.array_equal(before, project(rising[:20].copy(), COVID, rng=rng()).samples)
    assert project(rising, COVID, rng=rng()).mean[0] > 3 * before.mean()


def test_absurd_growth_overflows_nothing():
    found = project(np.exp(np.arange(20.0)), COVID, rng=rng(), damping=STILL, horizon=60)
    assert np.all(np.isfinite(found.samples))


def test_input_without_an_answer_is_refused_by_name():
    with pytest.raises(EmptyIncidence):
        project(np.zeros(30), COVID, rng=rng())
    with pytest.raises(NegativeCount):
        project([3, -1], COVID, rng=rng())
    with pytest.raises(MassAtZero):
        project([3, 1], [0.5, 0.5], rng=rng())
    for wrong in ({"draws": 1}, {"horizon": 0}):
        with pytest.raises(BadParameter):
            project([3, 1], COVID, rng=rng(), **wrong)
    for damping in (Damping(kept=1.1), Damping(kept=-0.1), Damping(half_life=0), Damping(daily_sd=-1)):
        with pytest.raises(BadParameter):
            project([3, 1], COVID, rng=rng(), damping=damping)
