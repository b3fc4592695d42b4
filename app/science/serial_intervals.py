"""Serial intervals: days from the onset of the infector to the onset of the infected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy

from app.science.errors import BadParameter, MassAtZero, NotADistribution, ShapesDiffer, TooFewCases

ROUNDING: Final = 1e-4
"""Published weights are printed with few digits: how far from one their sum may be."""
_LEFT_OUT: Final = 1e-9
"""Mass of the tail beyond the last day that is kept."""
_LONGEST: Final = 3650
_FEWEST_PAIRS: Final = 3
"""The spread of two is no spread."""


@dataclass(frozen=True, slots=True)
class SerialIntervals:
    """What pairs of onsets say of the serial interval; all but the counts in days."""

    pairs: int
    before: int
    """Pairs in which the infected fell ill before the infector. They count in mean and sd."""
    mean: float
    mean_low: float
    mean_high: float
    sd: float
    sd_low: float
    sd_high: float


def checked_serial_interval(weights: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The probabilities w_0, w_1, ... of a serial interval of 0, 1, ... days, shape (any,), unchanged.

    Raises:
        NotADistribution: Something negative or not finite, or a sum that is not one.
        MassAtZero: w_0 is not zero. With it, cases would infect each other on the day of their own onset, and
            the renewal equation would have the same day on both sides.
    """
    checked = np.asarray(weights, dtype=np.float64)
    if checked.ndim != 1 or checked.size == 0:
        raise NotADistribution("a serial interval is one column of days, beginning with day zero")
    if not np.all(np.isfinite(checked)) or checked.min() < 0 or abs(checked.sum() - 1) > ROUNDING:
        raise NotADistribution(f"the serial interval sums up to {checked.sum():.6f}, or has negative parts")
    if checked[0] != 0:
        raise MassAtZero(f"the serial interval has {checked[0]:.4f} on day zero")
    return checked


def shifted_gamma(mean: float, sd: float) -> npt.NDArray[np.float64]:
    """A gamma distribution shifted by one day, in whole days: shape (any,), from day zero, with sum one.

    Each day gets the triangular average of the density over the day before and the day after, because both
    onsets are dates. It ends where less than 1e-9 is left.

    Args:
        mean: In days, more than one.
        sd: In days, more than zero.

    Raises:
        BadParameter: Outside of that, or so wide that ten years do not hold it.

    Source: Cori et al. 2013, Am J Epidemiol 178:1505, web appendix 11.
    """
    if not (np.isfinite(mean) and np.isfinite(sd) and mean > 1 and sd > 0):
        raise BadParameter(
            f"a shifted gamma needs a mean above one day and a positive sd, not {mean} and {sd}"
        )
    shape, scale = ((mean - 1) / sd) ** 2, sd**2 / (mean - 1)
    days = int(np.ceil(scipy.stats.gamma.isf(_LEFT_OUT, shape, scale=scale))) + 3
    if days > _LONGEST:
        raise BadParameter(f"a serial interval of {mean} days with sd {sd} does not end within ten years")
    k = np.arange(days, dtype=np.float64)

    def below(day: npt.NDArray[np.float64], extra: int = 0) -> npt.NDArray[np.float64]:
        return np.asarray(scipy.stats.gamma.cdf(day, shape + extra, scale=scale), dtype=np.float64)

    weights = k * below(k) + (k - 2) * below(k - 2) - 2 * (k - 1) * below(k - 1)
    weights += shape * scale * (2 * below(k - 1, 1) - below(k - 2, 1) - below(k, 1))
    weights = np.maximum(weights, 0)
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def estimated_serial_intervals(
    infector_onset: npt.ArrayLike, infected_onset: npt.ArrayLike, *, coverage: float = 0.95
) -> SerialIntervals:
    """Mean and standard deviation of the days between the onsets of linked pairs.

    The interval of the mean is Student's; that of the sd uses the fourth moment of the pairs themselves,
    because serial intervals are skewed and the chi-squared one would be too narrow.

    Args:
        infector_onset: Day of onset, shape (pairs,), in days from any fixed day.
        infected_onset: The same of those they infected.
        coverage: Share that the intervals should cover.

    Raises:
        ShapesDiffer: The columns are of different length.
        TooFewCases: Under three pairs.
        BadParameter: A missing onset, or a coverage outside zero to one.

    Source: for the sd, the asymptotic variance of a sample variance (Cramer 1946, 27.4).
    """
    early, late = (np.asarray(days, dtype=np.float64) for days in (infector_onset, infected_onset))
    if early.shape != late.shape or early.ndim != 1:
        raise ShapesDiffer(f"{early.shape} infectors and {late.shape} infected")
    if early.size < _FEWEST_PAIRS:
        raise TooFewCases("a serial interval needs at least three pairs")
    gap = late - early
    if not np.all(np.isfinite(gap)) or not 0 < coverage < 1:
        raise BadParameter("an onset is missing, or the coverage is not between zero and one")
    n, mean, sd = gap.size, float(gap.mean()), float(gap.std(ddof=1))
    aside = float(scipy.stats.t.isf((1 - coverage) / 2, n - 1))
    fourth = float(np.mean((gap - mean) ** 4)) / sd**4 if sd > 0 else 1.0
    of_log_sd = np.sqrt(max(fourth - (n - 3) / (n - 1), 0.0) / (4 * n))
    return SerialIntervals(
        pairs=n,
        before=int(np.sum(gap < 0)),
        mean=mean,
        mean_low=mean - aside * sd / float(np.sqrt(n)),
        mean_high=mean + aside * sd / float(np.sqrt(n)),
        sd=sd,
        sd_low=float(sd * np.exp(-aside * of_log_sd)),
        sd_high=float(sd * np.exp(aside * of_log_sd)),
    )
