"""Projections made at every day of past epidemics, and what they were worth next to the two baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy

from app.science.errors import TooFewCases
from app.science.forecast_scores import covered, crps
from app.science.incidence import FloatArray, checked_incidence
from app.science.projection import HORIZON, Damping, Projection, project
from app.science.projection_baselines import last_week, steady_growth

_HISTORY: Final = 14
_CASES: Final = 20
"""A projection begins when there were so many days and cases; nothing that comes later decides on that."""
TIE: Final = 0.02
"""Mean scores closer than this share are called a tie."""


class Curve(NamedTuple):
    """An epidemic: counts a day, shape (days,), and the serial interval w_0, w_1, ... to project it with."""

    counts: npt.ArrayLike
    serial_interval: npt.ArrayLike


@dataclass(frozen=True, slots=True)
class ScoredProjection:
    """Mean scores over all origins and days ahead of one epidemic."""

    name: str
    origins: int
    ours: float
    """Mean CRPS, in cases a day."""
    last_week: float
    steady_growth: float
    coverage_50: float
    """Share of days that came inside our 50 % interval."""
    coverage_95: float

    @property
    def to_last_week(self) -> float:
        """Our score over that of last week; below one is better."""
        return self.ours / self.last_week if self.last_week > 0 else float("nan")

    @property
    def to_steady_growth(self) -> float:
        """Our score over that of steady growth; below one is better."""
        return self.ours / self.steady_growth if self.steady_growth > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ratios of scores over many epidemics, one vote each."""

    wins: int
    ties: int
    losses: int
    ratio: float
    """Geometric mean; below one is better."""
    low: float
    high: float
    """Its 95 % interval, epidemics being independent."""


def scored_projections(
    series: Mapping[str, Curve],
    *,
    step: int = 1,
    draws: int = 400,
    seed: int = 0,
    damping: Damping | None = None,
) -> list[ScoredProjection]:
    """One row for each epidemic long enough to have an origin: 14 days and 20 cases before, 14 days after.

    At each origin only the days before it are known. The last days of the past curves are complete, as
    reports of today are not: real projections begin with what `reporting_delay` leaves uncertain, and are
    worth less.

    Args:
        series: The epidemics by name.
        step: Days from one origin to the next.
        draws: Futures drawn by each method.
        seed: Of the draws.
        damping: How R moves; None is the tuned one.

    Raises:
        As `project`.
    """
    rows = []
    for name, curve in series.items():
        counts = checked_incidence(curve.counts)
        known = np.cumsum(counts)
        origins = [
            day for day in range(_HISTORY, counts.size - HORIZON + 1, step) if known[day - 1] >= _CASES
        ]
        if origins:
            scores = [
                _scored(counts, day, curve.serial_interval, draws=draws, seed=seed, damping=damping)
                for day in origins
            ]
            rows.append(ScoredProjection(name, len(origins), *np.mean(scores, axis=0).tolist()))
    return rows


def compared_scores(ratios: Sequence[float]) -> Comparison:
    """Wins, ties, losses and the mean of ratios of scores; epidemics without a ratio (nan) are left out.

    Raises:
        TooFewCases: Under two ratios.
    """
    known = np.asarray([ratio for ratio in ratios if np.isfinite(ratio) and ratio > 0])
    if known.size <= 1:
        raise TooFewCases("a comparison needs two epidemics")
    logs = np.log(known)
    aside = (
        float(scipy.stats.t.isf(0.025, known.size - 1)) * float(logs.std(ddof=1)) / float(np.sqrt(known.size))
    )
    wins, losses = int(np.sum(known < 1 - TIE)), int(np.sum(known > 1 + TIE))
    mean = float(logs.mean())
    return Comparison(
        wins,
        known.size - wins - losses,
        losses,
        float(np.exp(mean)),
        float(np.exp(mean - aside)),
        float(np.exp(mean + aside)),
    )


def _scored(
    counts: FloatArray,
    day: int,
    serial_interval: npt.ArrayLike,
    *,
    draws: int,
    seed: int,
    damping: Damping | None,
) -> tuple[float, ...]:
    before, after = counts[:day], counts[day : day + HORIZON]
    rng = np.random.default_rng([seed, day])
    ours = project(before, serial_interval, rng=rng, draws=draws, damping=damping)

    def score(projection: Projection) -> float:
        return float(crps(projection.samples, after).mean())

    return (
        score(ours),
        score(last_week(before, rng=rng, draws=draws)),
        score(steady_growth(before, rng=rng, draws=draws)),
        float(covered(ours.samples, after, 0.5).mean()),
        float(covered(ours.samples, after, 0.95).mean()),
    )
