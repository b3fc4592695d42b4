from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.distributions import Distribution, Family
from app.science.distributions import cdf
from app.science.errors import BadParameter, NegativeSpan, NotADistribution
from app.science.visit_columns import DAY, Visits
from app.science.votes import backward_window, votes

INCUBATION = Distribution(Family.LOGNORMAL, 1.63, 0.50)
WINDOW = (1, 14)
HOUR = DAY // 24
ONSET = (20 * DAY, 21 * DAY)


def vote(start: float, end: float, onset: tuple[int, int] = ONSET) -> float:
    span = (np.array([round(moment * DAY)], dtype=np.int64) for moment in (start, end))
    return float(votes(INCUBATION, WINDOW, onset, *span)[0])


def test_the_hours_of_the_window_share_one_vote():
    first, last = backward_window(ONSET, WINDOW)
    edges = np.arange(first, last + 1, HOUR)
    each = votes(INCUBATION, WINDOW, ONSET, edges[:-1], edges[1:])
    assert each.sum() == pytest.approx(1, abs=1e-12)
    assert each.min() >= 0


def test_a_vote_is_the_incubation_between_visit_and_onset():
    # An onset known to the minute: the average over its interval falls away.
    at = (20 * DAY, 20 * DAY + DAY // 1440)
    whole = cdf(INCUBATION, 14) - cdf(INCUBATION, 1)
    expected = (cdf(INCUBATION, 5) - cdf(INCUBATION, 4)) / whole
    assert vote(15, 16, at) == pytest.approx(float(expected), rel=2e-3)


def test_an_onset_of_three_days_is_the_mean_of_three_onsets():
    # As far as the window reaches: it is wider for the interval than for each day.
    def unscaled(first: int, last: int) -> float:
        onset = (first * DAY, last * DAY)
        begin, end = (moment / DAY for moment in backward_window(onset, WINDOW))
        fine = np.linspace(onset[0], onset[1], 4001)[:-1] + (onset[1] - onset[0]) / 8000
        whole = np.mean(cdf(INCUBATION, fine / DAY - begin) - cdf(INCUBATION, fine / DAY - end))
        return vote(15, 15.5, onset) * float(whole)

    each = [unscaled(day, day + 1) for day in (19, 20, 21)]
    assert unscaled(19, 22) == pytest.approx(np.mean(each), rel=1e-3)


def test_outside_the_window_there_is_nothing():
    assert vote(5, 5.9) == 0
    assert vote(20.1, 21) == 0
    assert vote(5, 6.5) > 0


@given(start=st.floats(0, 25), length=st.floats(0.01, 10))
def test_a_vote_is_a_share(start, length):
    assert 0 <= vote(start, start + length) <= 1


def test_nonsense_is_refused_by_name():
    with pytest.raises(NegativeSpan):
        vote(15, 14)
    with pytest.raises(NegativeSpan):
        vote(15, 16, (20 * DAY, 20 * DAY))
    with pytest.raises(BadParameter):
        backward_window(ONSET, (5, 5))
    with pytest.raises(NotADistribution):
        votes(INCUBATION, (900, 901), ONSET, np.array([0]), np.array([1]))
    with pytest.raises(NegativeSpan):
        Visits(*(np.array([value]) for value in (0, 0, 5, 5)))
