"""Daily counts of the next two weeks, if the reproduction number moves as it has moved in past epidemics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from app.science.errors import BadParameter
from app.science.incidence import FloatArray, checked_incidence, infection_pressure
from app.science.serial_intervals import checked_serial_interval

HORIZON: Final = 14
_PRIOR: Final = (1.0, 1.0)
"""Shape and scale of R where there are no data: mean and sd one."""
_WEEK: Final = 7
_LOOK_BACK: Final = 28
"""Days from which the spread of the daily counts is taken."""
_USUAL_SPREAD: Final = 0.2
"""1/k of daily counts about their trend, worth a week of data."""
_MOST: Final = 1e9
"""No day is expected to bring more, so that an absurd R overflows nothing."""


@dataclass(frozen=True, slots=True)
class Damping:
    """How the reproduction number moves after today: log R is pulled to where epidemics tend to settle.

    The defaults were tuned on half of the published curves and on simulated ones
    (tests/reference/test_projection.py); the other half is reported. They say how R went on in outbreaks that
    somebody fought, in plateaus and in steady rises together. Where nothing will slow an epidemic down,
    `settled` is too low.
    """

    kept: float = 0.9
    """Share of the distance to the settled log R that is left a day later; 1 never gets there."""
    settled: float = -0.25
    """The log R it is pulled to, on average over the draws."""
    settled_sd: float = 0.4
    """Its spread over the draws."""
    daily_sd: float = 0.1
    """Random change of log R a day."""
    half_life: float = 2.0
    """Days after which an onset has half the weight in today's R."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Possible futures."""

    samples: FloatArray
    """Counts a day, shape (draws, horizon); the first column is tomorrow."""

    @property
    def mean(self) -> FloatArray:
        """Expected counts, shape (horizon,)."""
        return np.asarray(self.samples.mean(axis=0))

    def quantiles(self, levels: Sequence[float]) -> FloatArray:
        """Quantiles of each day, shape (horizon, levels)."""
        return np.asarray(np.quantile(self.samples, levels, axis=0).T)


def project(
    counts: npt.ArrayLike,
    serial_interval: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    horizon: int = HORIZON,
    draws: int = 1000,
    damping: Damping | None = None,
) -> Projection:
    """Daily counts after the last day of `counts`, by the renewal equation.

    Each draw takes an R from its gamma posterior (recent days weigh most; spread counts are worth fewer),
    lets log R be pulled to where it settles with a random walk on top, and draws each day's count from a
    negative binomial about R times the infection pressure, in which the counts drawn before take part.

    Args:
        counts: Onsets or reports a day up to today, complete, shape (days,). Days whose reports are missing
            look like a decline: leave them off and begin the projection earlier, or correct them
            (`reporting_delay`).
        serial_interval: w_0, w_1, ..., shape (any,).
        rng: The only source of chance; the same generator gives the same draws.
        horizon: Days to project.
        draws: Number of futures.
        damping: How R moves; None is the tuned one.

    Raises:
        EmptyIncidence, NegativeCount: The counts.
        NotADistribution, MassAtZero: The serial interval.
        BadParameter: No draws, no horizon, or a damping outside its range.

    Source: Nouvellet et al. 2018, Epidemics 22:29, with damping as in Gardner and McKenzie 1985, Manage Sci
    31:1237.
    """
    days, weights = checked_incidence(counts), checked_serial_interval(serial_interval)
    if draws <= 1 or horizon < 1:
        raise BadParameter(f"{draws} draws of {horizon} days")
    moving = _checked(damping or Damping())
    spread = _spread(days)
    log_r = np.log(_drawn_r(days, weights, spread, moving.half_life, rng=rng, draws=draws))
    settled = rng.normal(moving.settled, moving.settled_sd, draws)
    back = weights.size - 1
    past = np.zeros((draws, back + horizon))
    past[:, max(back - days.size, 0) : back] = days[-back:]
    for ahead in range(horizon):
        log_r = settled + (log_r - settled) * moving.kept + rng.normal(0, moving.daily_sd, draws)
        pressure = past[:, ahead : ahead + back] @ weights[:0:-1]
        expected = np.minimum(np.exp(log_r) * pressure, _MOST)
        past[:, back + ahead] = rng.negative_binomial(1 / spread, 1 / (1 + spread * expected))
    return Projection(past[:, back:])


def _drawn_r(
    days: FloatArray,
    weights: FloatArray,
    spread: float,
    half_life: float,
    *,
    rng: np.random.Generator,
    draws: int,
) -> FloatArray:
    """Today's R: the posterior of Cori et al. 2013 with fading weights, counts worth less if they spread."""
    fade = 0.5 ** (np.arange(days.size)[::-1] / half_life)
    fade[0] = 0  # the cases of the first day came from elsewhere
    cases, pressure = float(fade @ days), float(fade @ infection_pressure(days, weights))
    worth = 1 / (1 + spread * cases / max(float(fade.sum()), 1.0))
    shape, scale = _PRIOR
    drawn = rng.gamma(shape + cases * worth, 1 / (1 / scale + pressure * worth), draws)
    return np.maximum(drawn, np.finfo(np.float64).tiny)


def _spread(days: FloatArray) -> float:
    """1/k of the daily counts about their centred weekly mean, drawn towards the usual."""
    trend = np.convolve(np.pad(days, _WEEK // 2, mode="edge"), np.full(_WEEK, 1 / _WEEK), mode="valid")
    recent, about = days[-_LOOK_BACK:], trend[-_LOOK_BACK:]
    excess = float(np.sum((recent - about) ** 2)) * _WEEK / (_WEEK - 1) - float(about.sum())
    square = float(np.sum(about**2))
    seen = max(excess / square, 0.0) if square > 0 else 0.0
    return (seen * recent.size + _USUAL_SPREAD * _WEEK) / (recent.size + _WEEK)


def _checked(damping: Damping) -> Damping:
    if not (
        0 <= damping.kept <= 1 and damping.half_life > 0 and min(damping.settled_sd, damping.daily_sd) >= 0
    ):
        raise BadParameter(f"no damping: {damping}")
    return damping
