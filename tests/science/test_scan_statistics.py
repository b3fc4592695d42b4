from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from app.science.errors import BadParameter
from app.science.scan_statistics import (
    gumbel_p,
    log_likelihood_ratio,
    monte_carlo_p,
    recurrence_days,
    recurrence_interval,
    relative_risk,
)


def test_the_ratio_is_that_of_two_poisson_likelihoods():
    cases, expected, total = 100, 58.28, 552
    share = expected / total
    likelier = stats.binom.logpmf(cases, total, cases / total) - stats.binom.logpmf(cases, total, share)
    assert log_likelihood_ratio(np.array([cases]), np.array([expected]), total)[0] == pytest.approx(likelier)


def test_fewer_cases_than_expected_are_no_cluster_and_all_cases_inside_are_one():
    ratio = log_likelihood_ratio(np.array([3, 5, 10]), np.array([5.0, 5.0, 5.0]), 10)
    assert ratio.tolist() == pytest.approx([0, 0, 10 * math.log(2)])


def test_the_relative_risk_compares_inside_with_outside():
    assert relative_risk(100, 58.28271, 552) == pytest.approx(1.874132, abs=1e-6)
    assert relative_risk(10, 5.0, 10) == math.inf


def test_a_p_value_counts_the_data_itself_and_ties():
    maxima = np.array([1.0, 2.0, 3.0, 4.0])
    assert [monte_carlo_p(llr, maxima) for llr in (9, 4, 3.5, 1, 0)] == [0.2, 0.4, 0.4, 1, 1]


def test_the_gumbel_tail_goes_on_where_replicates_end():
    law = stats.gumbel_r(loc=5.0, scale=1.2)
    maxima = law.rvs(size=999, random_state=np.random.default_rng(5))
    for far in (8.0, 12.0, 20.0):
        assert math.log(gumbel_p(far, maxima)) == pytest.approx(math.log(law.sf(far)), rel=0.1)
    assert monte_carlo_p(20.0, maxima) == 0.001
    assert gumbel_p(20.0, maxima) < 1e-5


def test_replicates_that_are_all_equal_have_no_tail():
    assert gumbel_p(3.0, np.zeros(99)) is None
    assert gumbel_p(3.0, np.array([1.0])) is None
    assert recurrence_days(3.0, np.zeros(99), 1.0) == 100


def test_a_recurrence_interval_is_days_over_p():
    assert recurrence_interval(0.01) == 100
    assert recurrence_interval(0.01, every_days=7) == 700
    for p, days in ((0, 1), (1.1, 1), (0.5, 0), (math.nan, 1)):
        with pytest.raises(BadParameter):
            recurrence_interval(p, days)


def test_recurrence_uses_the_gumbel_tail_only_where_few_replicates_lie_beyond():
    maxima = stats.gumbel_r.rvs(size=999, random_state=np.random.default_rng(6))
    near, far = np.sort(maxima)[[900, 998]] + 1e-6
    assert recurrence_days(near, maxima, 1.0) == 1 / monte_carlo_p(near, maxima)
    assert recurrence_days(far + 5, maxima, 1.0) == 1 / gumbel_p(far + 5, maxima) > 5_000
