"""How good a projection was, once the days have come. All scores are smaller for better, in cases a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from app.science.errors import BadParameter, ShapesDiffer
from app.science.incidence import FloatArray, checked_coverage

SHARES: Final = (0.2, 0.5, 0.8, 0.95)
"""Central intervals of the weighted interval score."""


def crps(samples: npt.ArrayLike, observed: npt.ArrayLike) -> FloatArray:
    """Continuous ranked probability score of each day, by the fair estimator.

    E|X - y| - E|X - X'| / 2 with the second mean over pairs of different draws, so that more draws do not by
    themselves score better. With one draw certain of y it is |x - y|; single days can come out slightly
    negative.

    Args:
        samples: Draws, shape (draws, days), at least two draws.
        observed: What came, shape (days,).

    Returns:
        Shape (days,).

    Raises:
        ShapesDiffer: Draws and days do not fit.
        BadParameter: Under two draws.

    Source: Ferro 2014, Q J R Meteorol Soc 140:1917; Gneiting and Raftery 2007, J Am Stat Assoc 102:359.
    """
    drawn, came = _checked(samples, observed)
    ordered, n = np.sort(drawn, axis=0), drawn.shape[0]
    rank = 2 * np.arange(1, n + 1) - n - 1
    apart = rank @ ordered / (n * (n - 1))
    return np.asarray(np.abs(ordered - came).mean(axis=0) - apart)


def covered(samples: npt.ArrayLike, observed: npt.ArrayLike, share: float) -> npt.NDArray[np.bool_]:
    """Whether each day lies in the central interval that should cover `share`, ends included; shape (days,).

    Raises:
        As `crps`; BadParameter also for a share outside zero to one.
    """
    drawn, came = _checked(samples, observed)
    low, high = np.quantile(drawn, _ends(share), axis=0)
    return np.asarray((low <= came) & (came <= high))


def weighted_interval_score(
    samples: npt.ArrayLike, observed: npt.ArrayLike, shares: Sequence[float] = SHARES
) -> FloatArray:
    """Median and central intervals scored together, shape (days,): the score of the COVID-19 forecast hubs.

    Raises:
        As `covered`.

    Source: Bracher et al. 2021, PLoS Comput Biol 17:e1008618, equation 1.
    """
    drawn, came = _checked(samples, observed)
    score = np.abs(np.median(drawn, axis=0) - came) / 2
    for share in shares:
        low, high = np.quantile(drawn, _ends(share), axis=0)
        missed = np.maximum(low - came, 0) + np.maximum(came - high, 0)
        score += (1 - share) / 2 * (high - low) + missed
    return np.asarray(score / (len(shares) + 0.5))


def _ends(share: float) -> tuple[float, float]:
    checked_coverage(share)
    return (1 - share) / 2, (1 + share) / 2


def _checked(samples: npt.ArrayLike, observed: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    drawn, came = np.asarray(samples, dtype=np.float64), np.asarray(observed, dtype=np.float64)
    if came.ndim != 1 or drawn.ndim != came.ndim + 1 or drawn.shape[1:] != came.shape:
        raise ShapesDiffer(f"draws of shape {drawn.shape} for days of shape {came.shape}")
    if drawn.shape[0] <= 1:
        raise BadParameter("a distribution needs at least two draws")
    return drawn, came
