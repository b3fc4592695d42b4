from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from app.science.errors import BadParameter, ShapesDiffer
from app.science.permutation import Correction, adjusted, drawn, p_values, reached

P = st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=30)


@given(p=P)
def test_both_corrections_are_the_published_ones(p):
    assert adjusted(p) == pytest.approx(false_discovery_control(p, method="bh"))
    assert adjusted(p, Correction.YEKUTIELI) == pytest.approx(false_discovery_control(p, method="by"))


@given(p=P, more=st.integers(0, 50))
def test_tests_that_were_not_shown_count_as_tests(p, more):
    whole = adjusted(p + [1.0] * more)[: len(p)]
    assert adjusted(p, family=len(p) + more) == pytest.approx(whole)


def test_nothing_tested_has_no_q():
    assert adjusted([]).shape == (0,)


@pytest.mark.parametrize(("p", "family"), [([0.0], None), ([1.1], None), ([np.nan], None), ([0.1, 0.2], 1)])
def test_what_is_no_p_value_is_refused(p, family):
    with pytest.raises(BadParameter):
        adjusted(p, family=family)


def test_the_observed_assignment_is_one_of_those_that_might_have_been():
    assert p_values([0, 9, 99], 99).tolist() == [0.01, 0.1, 1.0]
    with pytest.raises(BadParameter):
        p_values([0], 0)
    with pytest.raises(BadParameter):
        p_values([5], 4)


def test_what_equals_the_observed_but_for_rounding_has_reached_it():
    third = np.array([0.1 + 0.2])
    assert reached(third, np.array([[0.3], [0.2], [0.4]])).tolist() == [2]
    with pytest.raises(ShapesDiffer):
        reached(third, np.zeros((5, 2)))


def test_every_ordered_sample_is_drawn_equally_often():
    rows = drawn(2, 4, 24_000, np.random.default_rng(1))
    kinds, counts = np.unique(rows, axis=0, return_counts=True)
    assert len(kinds) == 12
    assert np.all(kinds[:, 0] != kinds[:, 1])
    assert np.all(np.abs(counts - 2000) < 5 * np.sqrt(2000))


@given(out_of=st.integers(0, 12), seed=st.integers(0, 100))
def test_taking_all_is_a_permutation(out_of, seed):
    rows = drawn(out_of, out_of, 3, np.random.default_rng(seed))
    assert np.array_equal(np.sort(rows, axis=1), np.tile(np.arange(out_of), (3, 1)))


def test_no_more_can_be_taken_than_there_are():
    with pytest.raises(BadParameter):
        drawn(3, 2, 1, np.random.default_rng(1))
