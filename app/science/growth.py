"""How fast daily counts grow or shrink, and which reproduction number that takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy

from app.science.errors import BadParameter, TooFewCases
from app.science.incidence import FloatArray, checked_coverage, checked_incidence
from app.science.profile_likelihood import ends, highest
from app.science.serial_intervals import checked_serial_interval

_FEWEST_DAYS: Final = 3
_FASTEST: Final = 3.0
"""A day: twenty-fold between two days. Where the data have no bound, the interval ends here."""
_NEAR: Final = 0.5
"""How far overdispersion can move the best rate."""
_CLOSE: Final = 1e-10
_LOG_K: Final = (-5.0, 12.0)
"""Where the dispersion is looked for; at the upper end the negative binomial is a Poisson."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Exponential growth of daily counts; rates are a day, negative when they shrink."""

    rate: float
    low: float
    high: float
    level: float
    """Fitted count of the last day."""
    k: float
    """Dispersion of the daily counts about the line: variance m + m^2 / k; inf is Poisson."""


def fitted_growth(counts: npt.ArrayLike, *, coverage: float = 0.95, overdispersed: bool = True) -> Growth:
    """Exponential growth rate of daily counts, by maximum likelihood, with a profile-likelihood interval.

    Args:
        counts: Counts a day, shape (days,), at least three; choose days in which growth was steady.
        coverage: Share that the interval should cover.
        overdispersed: Negative binomial counts. False is Poisson, whose interval is too narrow for most real
            data.

    Raises:
        EmptyIncidence, NegativeCount: The counts.
        TooFewCases: Under three days, or cases on one day only.
        BadParameter: The coverage is not between zero and one.
    """
    days = checked_incidence(counts)
    checked_coverage(coverage)
    if days.size < _FEWEST_DAYS or np.count_nonzero(days) == 1:
        raise TooFewCases("a growth rate needs at least three days, and cases on two of them")
    at = np.arange(1.0 - days.size, 1.0)
    bounds = (-_FASTEST, _FASTEST)
    rate = highest(partial(_at_rate, days, at, np.inf), bounds)
    k = np.inf
    if overdispersed:
        for _ in range(3):
            k = _dispersion(days, at, rate)
            near = max(rate - _NEAR, -_FASTEST), min(rate + _NEAR, _FASTEST)
            rate = highest(partial(_at_rate, days, at, k), near, steps=9)
    low, high = ends(partial(_at_rate, days, at, k), rate, bounds, coverage)
    return Growth(rate, low, high, float(np.exp(_log_level(days, at, rate, k))), k)


def doubling_time(rate: npt.ArrayLike) -> FloatArray:
    """Days in which counts double at growth rate `rate` a day; halving times are negative, no growth is inf.

    Shape as `rate`. Note the ends of an interval: from a rate below to a rate above zero it runs through
    infinity.
    """
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(2) / np.asarray(rate, dtype=np.float64))


def reproduction_from_growth(rate: npt.ArrayLike, serial_interval: npt.ArrayLike) -> FloatArray:
    """The R that lets counts grow at `rate` a day, R = 1 / M(-r); shape as `rate`.

    Args:
        rate: Growth rates a day, any shape.
        serial_interval: w_0, w_1, ..., shape (any,).

    Raises:
        NotADistribution, MassAtZero: The serial interval.
        BadParameter: A rate that is not finite.

    Source: Wallinga and Lipsitch 2007, Proc R Soc B 274:599, equation 2.7, for whole days.
    """
    weights = checked_serial_interval(serial_interval)
    rates = np.asarray(rate, dtype=np.float64)
    if not np.all(np.isfinite(rates)):
        raise BadParameter("a growth rate is missing or infinite")
    return np.asarray(1 / (np.exp(-rates[..., None] * np.arange(weights.size)) @ weights))


def _log_level(days: FloatArray, at: FloatArray, rate: float, k: float) -> float:
    """The intercept that fits best at a given rate: closed for Poisson, else by Newton steps."""
    slope = np.exp(rate * at)
    level = float(np.log(days.sum() / slope.sum()))
    for _ in range(0 if np.isinf(k) else 50):
        mean = np.exp(level) * slope
        step = float(
            np.sum((days - mean) / (1 + mean / k)) / np.sum(mean * (1 + days / k) / (1 + mean / k) ** 2)
        )
        level += float(np.clip(step, -1, 1))
        if abs(step) < _CLOSE:
            break
    return level


def _at_rate(days: FloatArray, at: FloatArray, k: float, rate: float) -> float:
    return _log_probability(days, np.exp(_log_level(days, at, rate, k) + rate * at), k)


def _log_probability(days: FloatArray, mean: FloatArray, k: float) -> float:
    """Log-likelihood of counts, without the terms that neither mean nor k change."""
    if np.isinf(k):
        return float(np.sum(scipy.special.xlogy(days, mean) - mean))
    gammaln, xlogy = scipy.special.gammaln, scipy.special.xlogy
    chance = gammaln(days + k) - gammaln(k) + xlogy(days, mean / (k + mean)) - k * np.log1p(mean / k)
    return float(np.sum(chance))


def _dispersion(days: FloatArray, at: FloatArray, rate: float) -> float:
    log_k = highest(lambda value: _at_rate(days, at, float(np.exp(value)), rate), _LOG_K, steps=18)
    return float(np.inf) if log_k > _LOG_K[1] - 0.5 else float(np.exp(log_k))
