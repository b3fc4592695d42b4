"""Waiting times of the domain as densities, shares and quantiles, in days."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from app.domain.distributions import Daily, Distribution, Family, Waiting
from app.science.errors import BadParameter

Floats = NDArray[np.float64]


def pdf(waiting: Waiting, days: ArrayLike) -> Floats:
    """Density a day at `days` (any shape); on a daily profile the share of the day."""
    x = np.asarray(days, dtype=float)
    if isinstance(waiting, Daily):
        day = np.floor(x).astype(np.int64) - waiting.first_day
        inside = (day >= 0) & (day < len(waiting.shares))
        shares = np.append(waiting.shares, 0.0)
        return np.where(inside, shares[np.where(inside, day, -1)], 0.0)
    return np.asarray(_frozen(waiting).pdf(x + waiting.shift))


def cdf(waiting: Waiting, days: ArrayLike) -> Floats:
    """Share of waiting times up to `days` (any shape)."""
    x = np.asarray(days, dtype=float)
    if isinstance(waiting, Daily):
        edges = waiting.first_day + np.arange(len(waiting.shares) + 1)
        return np.asarray(np.interp(x, edges, np.concatenate(([0.0], np.cumsum(waiting.shares)))))
    return np.asarray(_frozen(waiting).cdf(x + waiting.shift))


def quantile(waiting: Waiting, share: float) -> float:
    """The day up to which this share falls.

    Raises:
        BadParameter: the share is not between 0 and 1.
    """
    if not 0 < share < 1:
        raise BadParameter(f"a share lies between 0 and 1, not {share}")
    if isinstance(waiting, Daily):
        edges = waiting.first_day + np.arange(len(waiting.shares) + 1)
        return float(np.interp(share, np.concatenate(([0.0], np.cumsum(waiting.shares))), edges))
    return float(_frozen(waiting).ppf(share)) - waiting.shift


def mean(waiting: Waiting) -> float:
    """Days on average."""
    if isinstance(waiting, Daily):
        middles = waiting.first_day + np.arange(len(waiting.shares)) + 0.5
        return float(middles @ np.asarray(waiting.shares))
    return float(_frozen(waiting).mean()) - waiting.shift


def deviation(waiting: Waiting) -> float:
    """Standard deviation in days."""
    if isinstance(waiting, Daily):
        middles = waiting.first_day + np.arange(len(waiting.shares)) + 0.5
        about = np.asarray(waiting.shares) @ (middles - mean(waiting)) ** 2
        return float(np.sqrt(about + 1 / 12))
    return float(_frozen(waiting).std())


@lru_cache(maxsize=64)
def _frozen(waiting: Distribution) -> Any:  # noqa: ANN401 - scipy has no name for it
    match waiting.family:
        case Family.GAMMA:
            return scipy.stats.gamma(waiting.first, scale=1 / waiting.second)
        case Family.LOGNORMAL:
            return scipy.stats.lognorm(waiting.second, scale=np.exp(waiting.first))
        case Family.WEIBULL:
            return scipy.stats.weibull_min(waiting.first, scale=waiting.second)
