"""Means over cities, and differences of two rankers on the same cities, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import stats

_SHARE = 0.95


class Verdict(Enum):
    """What an interval says."""

    AHEAD = "ahead"
    TIED = "tied"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval over cities."""

    mean: float
    low: float
    high: float
    count: int
    """Cities in which it could be computed."""

    @property
    def verdict(self) -> Verdict:
        """Of a difference: ahead or behind only if the whole interval is."""
        if self.low > 0:
            return Verdict.AHEAD
        return Verdict.BEHIND if self.high < 0 else Verdict.TIED


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of the values that are numbers, with Student's interval; one city alone has none.

    A difference that is the same in every city has an interval of no width.
    """
    known = np.array([value for value in values if not np.isnan(value)])
    count = len(known)
    if not count:
        return Estimate(np.nan, np.nan, np.nan, 0)
    mean = float(known.mean())
    if count == 1:
        return Estimate(mean, -np.inf, np.inf, 1)
    half = float(stats.t.ppf((1 + _SHARE) / 2, count - 1) * known.std(ddof=1) / np.sqrt(count))
    return Estimate(mean, mean - half, mean + half, count)


def difference(ours: Sequence[float], theirs: Sequence[float]) -> Estimate:
    """Ours less theirs, city by city."""
    return estimate([a - b for a, b in zip(ours, theirs, strict=True)])
