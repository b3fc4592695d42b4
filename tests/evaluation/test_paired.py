import numpy as np
import pytest

from app.evaluation.paired import Verdict, difference, estimate


def test_students_interval():
    found = estimate([1.0, 2.0, 3.0, 4.0])
    half = 3.182446 * np.std([1, 2, 3, 4], ddof=1) / 2  # t of three degrees of freedom, any table
    assert (found.mean, found.count) == (2.5, 4)
    assert (found.low, found.high) == pytest.approx((2.5 - half, 2.5 + half), rel=1e-6)


def test_pairing_takes_out_what_cities_share():
    theirs = [0.1, 0.5, 0.9, 0.3]
    ours = [0.12, 0.53, 0.92, 0.33]
    assert difference(ours, theirs).verdict is Verdict.AHEAD
    assert difference(theirs, ours).verdict is Verdict.BEHIND
    assert estimate(ours).low < 0.3  # unpaired they could not be told apart


def test_what_may_be_nothing_is_a_tie():
    assert difference([0.1, 0.4, 0.2], [0.2, 0.2, 0.3]).verdict is Verdict.TIED
    assert difference([0.5, 0.5], [0.5, 0.5]).verdict is Verdict.TIED


def test_cities_without_a_figure_are_left_out():
    found = difference([1.0, np.nan, 2.0], [0.5, 1.0, np.nan])
    assert (found.mean, found.count) == (0.5, 1)
    assert found.verdict is Verdict.TIED
    nothing = estimate([np.nan])
    assert nothing.count == 0
    assert np.isnan(nothing.mean)
    assert nothing.verdict is Verdict.TIED
