"""Intervals from a likelihood: every value that the data do not make much less likely than the best one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy


def ends(
    likelihood: Callable[[float], float], best: float, bounds: tuple[float, float], coverage: float
) -> tuple[float, float]:
    """Where a log-likelihood falls by half a chi-squared quantile on either side of its maximum.

    Args:
        likelihood: Profile log-likelihood of the parameter, rising up to `best` and falling after it.
        best: Where it is greatest; it may be one of the bounds.
        bounds: Where to look; an end that lies beyond is given as the bound.
        coverage: Share that the interval should cover.

    Source: Venzon and Moolgavkar 1988, Appl Stat 37:87.
    """
    threshold = likelihood(best) - float(scipy.stats.chi2.ppf(coverage, 1)) / 2

    def above(value: float) -> float:
        return likelihood(value) - threshold

    found = []
    for bound in bounds:
        crosses = bound != best and above(bound) < 0
        found.append(float(scipy.optimize.brentq(above, best, bound, xtol=1e-10)) if crosses else bound)
    return found[0], found[1]


def highest(likelihood: Callable[[float], float], bounds: tuple[float, float], *, steps: int = 41) -> float:
    """Where a log-likelihood with one peak is greatest between two bounds, tried at so many steps first."""
    places = np.linspace(*bounds, steps)
    peak = int(np.argmax([likelihood(float(place)) for place in places]))
    low, high = places[max(peak - 1, 0)], places[min(peak + 1, steps - 1)]
    found = scipy.optimize.minimize_scalar(
        lambda value: -likelihood(value),
        bounds=(float(low), float(high)),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return float(found.x)
