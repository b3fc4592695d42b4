"""Daily counts: what the city-wide methods ask of them, and the infection pressure that they share."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from app.science.errors import BadParameter, EmptyIncidence, NegativeCount, ShapesDiffer
from app.science.serial_intervals import checked_serial_interval

FloatArray: TypeAlias = npt.NDArray[np.float64]


def checked_counts(counts: npt.ArrayLike, *, whole: bool = False) -> FloatArray:
    """Daily counts as floats, shape (days,).

    Args:
        counts: One number a day, without gaps. Corrected counts may have fractions.
        whole: Refuse fractions.

    Raises:
        EmptyIncidence: No days.
        NegativeCount: Below zero, not finite, or not whole although that was asked for.
    """
    days = np.asarray(counts, dtype=np.float64)
    if days.ndim != 1:
        raise ShapesDiffer(f"daily counts are one column, not {days.ndim} dimensions")
    if days.size == 0:
        raise EmptyIncidence("no days")
    if not np.all(np.isfinite(days)) or days.min() < 0:
        raise NegativeCount("a daily count is below zero or missing")
    if whole and np.any(days != np.floor(days)):
        raise NegativeCount("a daily count is not a whole number")
    return days


def checked_incidence(counts: npt.ArrayLike, *, whole: bool = False) -> FloatArray:
    """The same, with at least one case.

    Raises:
        EmptyIncidence: No days, or no case on any of them.
        NegativeCount: As in `checked_counts`.
    """
    days = checked_counts(counts, whole=whole)
    if not days.any():
        raise EmptyIncidence("no case on any day")
    return days


def checked_coverage(coverage: float) -> float:
    """The share that an interval should cover, between zero and one.

    Raises:
        BadParameter: It is not.
    """
    if not 0 < coverage < 1:
        raise BadParameter(f"an interval cannot cover a share of {coverage}")
    return coverage


def infection_pressure(incidence: npt.ArrayLike, serial_interval: npt.ArrayLike) -> FloatArray:
    """Lambda_t, the sum over s of w_s I_(t-s): the onsets to expect on day t if everybody infects one other.

    Args:
        incidence: Onsets a day, local and imported together, shape (days,).
        serial_interval: w_s for s = 0, 1, ... days, shape (any,); w_0 is zero.

    Returns:
        Shape (days,). The first is zero: nobody came before.

    Raises:
        NotADistribution, MassAtZero: The serial interval is none.
        EmptyIncidence, NegativeCount: The counts are none.

    Source: Cori et al. 2013, Am J Epidemiol 178:1505, equation 1.
    """
    weights = checked_serial_interval(serial_interval)
    days = checked_counts(incidence)
    return np.convolve(days, weights)[: days.size]
