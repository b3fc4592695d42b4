from __future__ import annotations

import numpy as np
import pytest

from app.science.errors import TooFewCases
from app.science.projection_scores import Curve, ScoredProjection, compared_scores, scored_projections
from app.science.serial_intervals import shifted_gamma

COVID = shifted_gamma(4.7, 2.9)


def test_origins_have_two_weeks_and_twenty_cases_before_and_two_weeks_after():
    early, late = np.full(40, 3), np.concatenate([np.zeros(20), np.full(20, 5)])
    found = scored_projections({"early": Curve(early, COVID), "late": Curve(late, COVID)}, draws=20)
    assert [(row.name, row.origins) for row in found] == [("early", 13), ("late", 3)]
    assert scored_projections({"short": Curve(np.full(27, 9), COVID)}, draws=20) == []
    assert scored_projections({"early": Curve(early, COVID)}, draws=20, step=5)[0].origins == 3


def test_a_curve_that_repeats_itself_is_last_week_s():
    days = np.tile([90, 100, 110, 120, 100, 50, 30], 9)
    (row,) = scored_projections({"weeks": Curve(days, COVID)}, draws=50, step=5)
    assert row.last_week == 0
    assert row.ours > 0
    assert np.isnan(row.to_last_week)


def test_an_exponential_is_steady_growth_s():
    days = np.round(20 * np.exp(0.06 * np.arange(60)))
    (row,) = scored_projections({"rise": Curve(days, COVID)}, draws=100, step=5)
    assert row.to_steady_growth > 1
    assert row.to_last_week < 1


def test_scores_do_not_depend_on_what_else_is_scored():
    one, two = Curve(np.arange(50), COVID), Curve(np.arange(50)[::-1], COVID)
    alone = scored_projections({"two": two}, draws=30, step=7)
    together = scored_projections({"one": one, "two": two}, draws=30, step=7)
    assert together[1] == alone[0]
    assert scored_projections({"two": two}, draws=30, step=7, seed=1)[0] != alone[0]


def test_wins_ties_and_losses_are_counted():
    found = compared_scores([0.5, 0.99, 1.01, 2.0, float("nan")])
    assert (found.wins, found.ties, found.losses) == (1, 2, 1)
    assert found.ratio == pytest.approx((0.5 * 0.99 * 1.01 * 2) ** 0.25)
    assert found.low < 1 < found.high
    with pytest.raises(TooFewCases):
        compared_scores([0.5, float("nan")])


def test_ratios_are_ours_over_theirs():
    row = ScoredProjection("x", 9, ours=2, last_week=4, steady_growth=1, coverage_50=0.5, coverage_95=0.9)
    assert (row.to_last_week, row.to_steady_growth) == (0.5, 2)
