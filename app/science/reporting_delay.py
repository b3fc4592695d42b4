"""Onsets of the last days that are not reported yet: how many there will be, shown apart from those known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy

from app.science.errors import BadParameter, NegativeSpan, ShapesDiffer, TooFewCases
from app.science.incidence import FloatArray, checked_coverage

LEAST_SHARE: Final = 0.05
"""Where less than this is reported by now, nothing is estimated: twenty times the known is a guess."""


@dataclass(frozen=True, slots=True)
class DelayDistribution:
    """How much of a day's onsets is reported how many days later; columns of shape (longest + 1,)."""

    reported: FloatArray
    """Share reported after so many days, of all that are reported within `longest`."""
    log_variance: FloatArray
    """Variance of the logarithm of that share."""


@dataclass(frozen=True, slots=True)
class CorrectedCounts:
    """Onsets a day, known and estimated; every column has shape (days,)."""

    day: npt.NDArray[np.int64]
    observed: npt.NDArray[np.int64]
    """Known today. No correction ever changes it."""
    reported: FloatArray
    """Share that is known by today, estimated."""
    estimated: FloatArray
    """Known and still to come; nan where too little is known to say."""
    low: FloatArray
    high: FloatArray


def delay_distribution(
    onset: npt.ArrayLike, report: npt.ArrayLike, *, today: int, longest: int
) -> DelayDistribution:
    """Delays from onset to report, from a line list in which late reports of recent onsets are still missing.

    Looking backwards in time, "reported after exactly d days" is compared only with those who could have been
    reported after d days by now: the reverse-time hazard, free of the truncation.

    Args:
        onset: Day of onset, shape (cases,), as whole days from any fixed day.
        report: Day of report, shape (cases,).
        today: The last day whose reports are in.
        longest: Delays beyond this many days are left out. The list should reach back further than that.

    Raises:
        ShapesDiffer: The columns are of different length.
        NegativeSpan: A report before its onset.
        BadParameter: A day that is not whole, a report after today, or a longest delay below one.
        TooFewCases: Nobody whose onset lies `longest` days back or more: the longest delays cannot have been
            seen.

    Source: Kalbfleisch and Lawless 1989, J Am Stat Assoc 84:360; Lawless 1994, Can J Stat 22:15.
    """
    began, delay = _checked(onset, report, today, longest)
    if not np.any(began <= today - longest):
        raise TooFewCases(f"no onset lies {longest} days back")
    within = delay <= longest
    began, delay = began[within], delay[within]
    after = np.arange(longest + 1)
    exactly = np.bincount(delay, minlength=longest + 1)
    comparable = np.array([np.sum((delay <= d) & (began <= today - d)) for d in after])
    hazard = np.divide(exactly, comparable, out=np.zeros(longest + 1), where=comparable > 0)
    survives = np.append(1 - hazard[1:], 1.0)
    reported = np.cumprod(survives[::-1])[::-1]
    terms = np.divide(
        hazard, comparable * (1 - hazard), out=np.zeros(longest + 1), where=(hazard > 0) & (hazard < 1)
    )
    return DelayDistribution(reported, np.append(np.cumsum(terms[:0:-1])[::-1], 0.0))


def corrected_counts(
    onset: npt.ArrayLike, report: npt.ArrayLike, *, today: int, longest: int, coverage: float = 0.95
) -> CorrectedCounts:
    """Onsets a day up to today, as known and with those still to be reported.

    The estimate is observed / reported share. The interval is that of a negative binomial number of missing
    reports, widened by the uncertainty of the share. It assumes that delays have not changed lately: after a
    change of the reporting system, hand in only the cases since.

    Args:
        onset: As in `delay_distribution`.
        report: As in `delay_distribution`.
        today: As in `delay_distribution`.
        longest: As in `delay_distribution`.
        coverage: Share of the days whose final count should lie in the interval.

    Returns:
        One row a day from the first onset to today.

    Raises:
        As `delay_distribution`; BadParameter also for a coverage outside zero to one.
    """
    delays = delay_distribution(onset, report, today=today, longest=longest)
    checked_coverage(coverage)
    began, _ = _checked(onset, report, today, longest)
    days = np.arange(began.min(), today + 1)
    observed = np.bincount(began - days[0], minlength=days.size).astype(np.int64)
    passed = np.minimum(today - days, longest)
    share = delays.reported[passed]
    known = share >= LEAST_SHARE
    estimated = np.divide(observed, share, out=np.full(days.size, np.nan), where=known)
    low, high = _interval(observed, np.where(known, share, np.nan), delays.log_variance[passed], coverage)
    return CorrectedCounts(days, observed, share, estimated, low, high)


def _interval(
    observed: npt.NDArray[np.int64], share: FloatArray, log_variance: FloatArray, coverage: float
) -> tuple[FloatArray, FloatArray]:
    """The missing as a Poisson number with a gamma mean: its spread from the count, then from the share."""
    shape = observed + 0.5
    missing = shape * (1 - share) / share
    with np.errstate(divide="ignore", invalid="ignore"):
        of_odds = np.where(share < 1, log_variance / (1 - share) ** 2, 0.0)
        shape = 1 / (1 / shape + of_odds * (1 + 1 / shape))
        chance = shape / (shape + missing)
    low, high = (
        scipy.stats.nbinom.ppf(level, shape, chance) for level in ((1 - coverage) / 2, (1 + coverage) / 2)
    )
    return observed + low, observed + high


def _checked(
    onset: npt.ArrayLike, report: npt.ArrayLike, today: int, longest: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    began, told = np.asarray(onset), np.asarray(report)
    if began.shape != told.shape or began.ndim != 1:
        raise ShapesDiffer(f"{began.shape} onsets and {told.shape} reports")
    if began.size == 0:
        raise TooFewCases("nobody is on the list")
    if not (np.issubdtype(began.dtype, np.integer) and np.issubdtype(told.dtype, np.integer)) or longest < 1:
        raise BadParameter("onsets and reports are whole days, and the longest delay is at least one")
    if np.any(told < began):
        raise NegativeSpan("a case was reported before its onset")
    if np.any(told > today):
        raise BadParameter("a case was reported after today")
    return began.astype(np.int64), (told - began).astype(np.int64)
