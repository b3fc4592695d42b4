"""What all scan statistics share: clusters, the likelihood ratio, and how surprising it is.

Kulldorff, Communications in Statistics 26 (1997) 1481; for the Gumbel tail Abrams, Kleinman and Kulldorff,
International Journal of Health Geographics 9 (2010) 61; for recurrence intervals Kleinman, Lazarus and Platt,
American Journal of Epidemiology 159 (2004) 217.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy

from app.science.errors import BadParameter
from app.science.places import Floats
from app.science.scan_zones import SAME, Ints

FEWEST_BEYOND: Final = 10
"""With fewer replicates than this beyond a cluster, the Gumbel tail says more than their number."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A circle, or a circle over some last days, with more cases than its share.

    Attributes:
        areas: Positions of all places inside, by distance from the centre.
        centre: Position of the place around which the circle lies.
        radius_m: Distance to the farthest place inside that counts, in the units of the points.
        first_day: First day of a space-time cluster, on the caller's count of days; None if purely spatial.
        last_day: Its last day, inclusive; None if purely spatial.
        observed: Cases inside.
        expected: Cases expected inside if none of the places (and days) were special.
        relative_risk: Observed to expected inside over the same outside; infinite if all cases are inside.
        llr: Logarithm of the likelihood ratio.
        p: Monte Carlo p-value against the greatest ratio anywhere in each replicate: corrected for all the
            circles looked at, and conservative for all clusters but the first.
        gumbel_p: The same from a Gumbel distribution fitted to the replicates; None if they are all equal.
        recurrence_days: Days of looking in which chance alone shows one such cluster, from the Gumbel tail
            where fewer than ten replicates lie beyond; None if not prospective.
    """

    areas: tuple[int, ...]
    centre: int
    radius_m: float
    first_day: int | None
    last_day: int | None
    observed: int
    expected: float
    relative_risk: float
    llr: float
    p: float
    gumbel_p: float | None
    recurrence_days: float | None


def log_likelihood_ratio(cases: Ints, expected: Floats, total: int) -> Floats:
    """Of a higher rate inside against one rate: c ln(c/m) + (C-c) ln((C-c)/(C-m)), and 0 where c <= m.

    Args:
        cases: Cases inside, shape (k,).
        expected: Cases expected inside, shape (k,), on a scale on which everywhere together has `total`.
        total: All cases.
    """
    higher = cases > expected
    inside, mean = cases[higher], expected[higher]
    outside = total - inside
    ratio = np.zeros(len(cases))
    xlogy = scipy.special.xlogy
    ratio[higher] = xlogy(inside, inside / mean) + xlogy(outside, outside / (total - mean))
    return ratio


def relative_risk(cases: int, expected: float, total: int) -> float:
    """Observed over expected inside, divided by the same outside; infinite where no case is outside."""
    if cases == total:
        return math.inf
    return (cases / expected) / ((total - cases) / (total - expected))


def monte_carlo_p(llr: float, maxima: Floats) -> float:
    """(1 + replicates at least as extreme) / (1 + replicates): never zero, valid for any number of them."""
    return (1 + beyond(llr, maxima)) / (1 + len(maxima))


def beyond(llr: float, maxima: Floats) -> int:
    """How many replicates are at least as extreme."""
    return int(np.sum(maxima >= llr - SAME))


def gumbel_p(llr: float, maxima: Floats) -> float | None:
    """The tail beyond `llr` of the Gumbel distribution with the mean and variance of the replicates' maxima.

    None where there is no variance. Abrams et al. (2010): closer than counting where p is small.
    """
    beta = float(np.std(maxima, ddof=1)) * math.sqrt(6) / math.pi if len(maxima) > 1 else 0.0
    if beta <= SAME:
        return None
    mode = float(np.mean(maxima)) - np.euler_gamma * beta
    return -math.expm1(-math.exp((mode - llr) / beta))


def recurrence_interval(p: float, every_days: float = 1.0) -> float:
    """Days until chance alone has shown such a cluster once, looking every `every_days` days.

    Raises:
        BadParameter: p is not in (0, 1], or the days are not positive.
    """
    if not 0 < p <= 1 or not every_days > 0:
        raise BadParameter(f"p of {p}, every {every_days} days")
    return every_days / p


def recurrence_days(llr: float, maxima: Floats, every_days: float) -> float:
    """The recurrence interval from the p-value that is the better one this far out."""
    tail = gumbel_p(llr, maxima) if beyond(llr, maxima) < FEWEST_BEYOND else None
    return recurrence_interval(tail or monte_carlo_p(llr, maxima), every_days)
