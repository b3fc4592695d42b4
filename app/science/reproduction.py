"""The reproduction number over sliding windows, while the epidemic runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy

from app.science.errors import BadParameter, ShapesDiffer
from app.science.incidence import FloatArray, checked_counts, checked_incidence, infection_pressure

WEEK: Final = 7
SETTLED: Final = 0.3
"""Above this coefficient of variation the prior still speaks; it takes about eleven cases to get below."""


@dataclass(frozen=True, slots=True)
class Reproduction:
    """R of each window, as a gamma distribution; every column has shape (windows,)."""

    first: npt.NDArray[np.int64]
    """First day of the window, counted from zero."""
    last: npt.NDArray[np.int64]
    """Its last day, included."""
    cases: FloatArray
    """Local cases in the window."""
    pressure: FloatArray
    """Infection pressure summed over the window: the cases to expect at R = 1."""
    shape: FloatArray
    scale: FloatArray

    @property
    def mean(self) -> FloatArray:
        """Posterior mean."""
        return self.shape * self.scale

    @property
    def sd(self) -> FloatArray:
        """Posterior standard deviation."""
        return np.asarray(np.sqrt(self.shape) * self.scale)

    @property
    def settled(self) -> npt.NDArray[np.bool_]:
        """Whether the data outweigh the prior: rule of Cori et al. 2013, web appendix 4."""
        return np.asarray((self.sd <= SETTLED * self.mean) & (self.pressure > 0))

    def quantiles(self, levels: Sequence[float]) -> FloatArray:
        """Posterior quantiles, shape (windows, levels)."""
        return np.asarray(
            scipy.stats.gamma.ppf(np.asarray(levels), self.shape[:, None], scale=self.scale[:, None])
        )


def estimated_reproduction(
    local: npt.ArrayLike,
    serial_interval: npt.ArrayLike,
    *,
    imported: npt.ArrayLike | None = None,
    window: int = WEEK,
    prior_mean: float = 5.0,
    prior_sd: float = 5.0,
) -> Reproduction:
    """R in every window of `window` days, the first beginning on the second day.

    Imported cases infect, so they are part of the infection pressure, but nobody here infected them, so they
    are not counted as infections. The cases of the first day came from elsewhere in any case. The posterior
    of a window is Gamma(a + local cases, 1 / (1 / b + pressure)) with the prior Gamma(a, b). Recent windows
    use onsets that are not all reported yet and lean low; correct the counts first (`reporting_delay`).

    Args:
        local: Local onsets a day, shape (days,).
        serial_interval: w_0, w_1, ..., shape (any,).
        imported: Onsets a day of people infected elsewhere, shape (days,).
        window: Length in days.
        prior_mean: Of R. High, so that an R below one is shown by data and not by the prior.
        prior_sd: Of R.

    Raises:
        EmptyIncidence, NegativeCount: The counts.
        ShapesDiffer: Local and imported cases cover different days.
        NotADistribution, MassAtZero: The serial interval.
        BadParameter: A window that is empty or longer than the days after the first, or a prior that is none.

    Source: Cori et al. 2013, Am J Epidemiol 178:1505; imported cases: Thompson et al. 2019, Epidemics
    29:100356.
    """
    onsets = checked_counts(local)
    abroad = np.zeros_like(onsets) if imported is None else checked_counts(imported)
    if onsets.shape != abroad.shape:
        raise ShapesDiffer(f"{onsets.size} days of local cases and {abroad.size} of imported ones")
    if not 1 <= window < onsets.size:
        raise BadParameter(f"a window of {window} days in {onsets.size}")
    if not (prior_mean > 0 and prior_sd > 0):
        raise BadParameter("the prior of R needs a positive mean and sd")
    pressure = infection_pressure(checked_incidence(onsets + abroad), serial_interval)
    first = np.arange(1, onsets.size - window + 1)
    cases, pressed = (_sums(column, window) for column in (onsets, pressure))
    shape, scale = (prior_mean / prior_sd) ** 2, prior_sd**2 / prior_mean
    return Reproduction(first, first + window - 1, cases, pressed, shape + cases, 1 / (1 / scale + pressed))


def _sums(days: FloatArray, window: int) -> FloatArray:
    return np.convolve(days[1:], np.ones(window), mode="valid")
