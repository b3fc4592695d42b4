"""How unequally cases infect: counts of offspring, and the negative binomial distribution behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy

from app.science.errors import TooFewCases
from app.science.incidence import FloatArray, checked_counts, checked_coverage
from app.science.profile_likelihood import ends, highest

_LOG_K: Final = (float(np.log(1e-4)), float(np.log(1e4)))
"""Where k is looked for; at the upper end the distribution is a Poisson one, and k is given as inf."""


@dataclass(frozen=True, slots=True)
class OffspringFit:
    """A negative binomial offspring distribution by maximum likelihood, with profile intervals."""

    cases: int
    mean: float
    """R of these cases."""
    mean_low: float
    mean_high: float
    k: float
    """Dispersion: variance R + R^2 / k. Small is unequal; inf is Poisson, everybody alike."""
    k_low: float
    k_high: float


def fitted_offspring(counts: npt.ArrayLike, *, coverage: float = 0.95) -> OffspringFit:
    """Mean and dispersion of the number of people that a case infects.

    Leave out cases so recent that their offspring have not fallen ill. Cases whose contacts nobody traced
    count as zeros and make k too small.

    Args:
        counts: Infected by each case, zeros included, shape (cases,), as `chains` counts them.
        coverage: Share that the intervals should cover.

    Raises:
        EmptyIncidence, NegativeCount: The counts.
        TooFewCases: Under two cases, or nobody infected anybody.
        BadParameter: The coverage is not between zero and one.

    Source: Lloyd-Smith et al. 2005, Nature 438:355; Lloyd-Smith 2007, PLoS One 2:e180.
    """
    numbers = checked_counts(counts, whole=True)
    checked_coverage(coverage)
    if numbers.size == 1 or not numbers.any():
        raise TooFewCases("a dispersion needs two cases, one of whom infected somebody")
    mean = float(numbers.mean())

    def of_log_k(value: float) -> float:
        return _likelihood(numbers, mean, float(np.exp(value)))

    best = highest(of_log_k, _LOG_K)
    if numbers.var() <= mean or best > _LOG_K[1] - 0.1:
        best = _LOG_K[1]
    k_low, k_high = ends(of_log_k, best, _LOG_K, coverage)

    def of_log_mean(value: float) -> float:
        at = float(np.exp(value))
        return _likelihood(
            numbers,
            at,
            float(np.exp(highest(lambda log_k: _likelihood(numbers, at, float(np.exp(log_k))), _LOG_K))),
        )

    log_mean = float(np.log(mean))
    low, high = ends(of_log_mean, log_mean, (log_mean - 6, log_mean + 6), coverage)
    return OffspringFit(
        numbers.size, mean, float(np.exp(low)), float(np.exp(high)), _k(best), _k(k_low), _k(k_high)
    )


def _likelihood(numbers: FloatArray, mean: float, k: float) -> float:
    gammaln, xlogy = scipy.special.gammaln, scipy.special.xlogy
    chance = gammaln(numbers + k) - gammaln(k) + xlogy(numbers, mean / (k + mean)) - k * np.log1p(mean / k)
    return float(np.sum(chance))


def _k(log_k: float) -> float:
    return float(np.inf) if log_k >= _LOG_K[1] else float(np.exp(log_k))
