"""From doses to probabilities: summed over the visits shared with one case. `frequency` combines cases."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.science.errors import BadParameter

Floats = NDArray[np.float64]


def infected_by_one(dose: ArrayLike, dispersion: float) -> Floats:
    """Probability that one case infected somebody, by the summed hazard of their meetings (any shape).

    Visits shared with the same case are not independent: one who gives off a lot does so on all of them. With
    strengths of a gamma law of shape k the mean is 1 - (1 + D/k)^-k (Lloyd-Smith and others 2005).

    Raises:
        BadParameter: a negative dose, or a dispersion not above zero.
    """
    summed = np.asarray(dose, dtype=float)
    if not dispersion > 0 or np.any(summed < 0):
        raise BadParameter("doses are not negative, and the dispersion is above zero")
    return np.asarray(-np.expm1(-dispersion * np.log1p(summed / dispersion)))
