"""What a projection must beat to be worth showing: last week again, and the present growth going on."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from app.science.errors import BadParameter, ScienceError
from app.science.growth import fitted_growth
from app.science.incidence import FloatArray, checked_incidence
from app.science.projection import HORIZON, Projection

_WEEK: Final = 7
_RECENT: Final = 28
"""Latest differences that the spread of `last_week` is taken from."""
GROWTH_DAYS: Final = 21
"""Days that the growth rate is fitted to: of 7, 14, 21, 28 and 42 the best on the tuning curves."""
_MOST: Final = 1e9


def last_week(
    counts: npt.ArrayLike, *, rng: np.random.Generator, horizon: int = HORIZON, draws: int = 1000
) -> Projection:
    """Each day as the same weekday of the last week, give or take the differences seen at that distance.

    Args:
        counts: Counts a day up to today, shape (days,), at least eight.
        rng: As in `project`.
        horizon: As in `project`.
        draws: As in `project`.

    Raises:
        EmptyIncidence, NegativeCount: The counts.
        BadParameter: Under eight days: nothing to compare with.

    Source: the baseline of the COVID-19 Forecast Hub, Cramer et al. 2022, PNAS 119:e2113561119, with
    weekdays.
    """
    days = checked_incidence(counts)
    if days.size <= _WEEK:
        raise BadParameter("last week needs more than one week")
    samples = np.empty((draws, horizon))
    for ahead in range(horizon):
        apart = min(_WEEK * (ahead // _WEEK + 1), (days.size - 1) // _WEEK * _WEEK)
        seen = (days[apart:] - days[:-apart])[-_RECENT:]
        same_day = days[days.size - _WEEK + ahead % _WEEK]
        samples[:, ahead] = same_day + rng.choice(np.concatenate([seen, -seen]), draws)
    return Projection(np.maximum(samples, 0))


def steady_growth(
    counts: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    horizon: int = HORIZON,
    draws: int = 1000,
    days: int = GROWTH_DAYS,
) -> Projection:
    """The exponential growth of the last days going on, with the errors of rate, level and counts.

    Where there are cases on fewer than two of the days, their mean goes on.

    Args:
        counts: Counts a day up to today, shape (any,).
        rng: As in `project`.
        horizon: As in `project`.
        draws: As in `project`.
        days: Days that the rate is fitted to, at least three.

    Raises:
        EmptyIncidence, NegativeCount: The counts.
    """
    recent = checked_incidence(counts)[-days:]
    at = np.arange(recent.size) - (recent.size - 1)
    try:
        growth = fitted_growth(recent, overdispersed=False)
    except ScienceError:
        return Projection(rng.poisson(recent.mean(), (draws, horizon)).astype(np.float64))
    fitted = growth.level * np.exp(growth.rate * at)
    noise = float(np.sum((recent - fitted) ** 2 / np.maximum(fitted, 0.1))) / (recent.size - 2)
    noise = max(noise, 1.0)
    centre = float(fitted @ at / fitted.sum())
    width = float(fitted @ (at - centre) ** 2)
    rate = rng.normal(growth.rate, np.sqrt(noise / max(width, 1.0)), draws)
    total = np.exp(rng.normal(np.log(fitted.sum()), np.sqrt(noise / fitted.sum()), draws))
    level = total / np.exp(rate[:, None] * (at - centre)).sum(axis=1)
    ahead = np.arange(1, horizon + 1) - centre
    expected = np.minimum(level[:, None] * np.exp(np.minimum(rate[:, None] * ahead, 50)), _MOST)
    return Projection(_counts(expected, noise, rng))


def _counts(expected: FloatArray, noise: float, rng: np.random.Generator) -> FloatArray:
    """Counts whose variance is `noise` times their mean."""
    if noise <= 1 + 1e-9:
        return rng.poisson(expected).astype(np.float64)
    size = np.maximum(expected / (noise - 1), 1e-9)
    return rng.negative_binomial(size, 1 / noise).astype(np.float64)
