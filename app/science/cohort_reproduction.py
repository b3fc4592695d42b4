"""The reproduction number by day of onset: how many each case of that day went on to infect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.science.errors import ShapesDiffer
from app.science.incidence import FloatArray, checked_counts, checked_incidence, infection_pressure
from app.science.serial_intervals import checked_serial_interval


@dataclass(frozen=True, slots=True)
class CohortReproduction:
    """What the cases of each day of onset caused; columns of shape (days,), nan without a case that day."""

    mean: FloatArray
    """Infected by each of them, up to the last day known."""
    sd: FloatArray
    """Of that mean, from not knowing who infected whom."""
    complete: FloatArray
    """Share of their infections that show by the last day; `mean / complete` estimates all of them."""


def cohort_reproduction(
    local: npt.ArrayLike, serial_interval: npt.ArrayLike, *, imported: npt.ArrayLike | None = None
) -> CohortReproduction:
    """Infected per case, by the case's day of onset, from onsets alone.

    A case with onset on day s was infected by a given case of day t with probability w_(s-t) / Lambda_s.
    Local cases with nobody before them are attributed to no one.

    Args:
        local: Local onsets a day, shape (days,). Those of the first day came from elsewhere in any case.
        serial_interval: w_0, w_1, ..., shape (any,).
        imported: Onsets a day of people infected elsewhere: they infect, nobody here infected them.

    Raises:
        EmptyIncidence, NegativeCount: The counts.
        ShapesDiffer: Local and imported cases cover different days.
        NotADistribution, MassAtZero: The serial interval.

    Source: Wallinga and Teunis 2004, Am J Epidemiol 160:509; the share still to show: Cauchemez et al. 2006,
    Emerg Infect Dis 12:110.
    """
    onsets, weights = checked_counts(local), checked_serial_interval(serial_interval)
    abroad = np.zeros_like(onsets) if imported is None else checked_counts(imported)
    if onsets.shape != abroad.shape:
        raise ShapesDiffer(f"{onsets.size} days of local cases and {abroad.size} of imported ones")
    everyone = checked_incidence(onsets + abroad)
    pressure = infection_pressure(everyone, weights)
    mean, variance = np.full(onsets.size, np.nan), np.full(onsets.size, np.nan)
    per_pressure = np.divide(1, pressure, out=np.zeros_like(pressure), where=pressure > 0)
    for day in np.flatnonzero(everyone):
        ahead = min(weights.size, onsets.size - int(day))
        infected = onsets[day : day + ahead]
        from_one = weights[:ahead] * per_pressure[day : day + ahead]
        from_all = from_one * everyone[day]
        mean[day] = infected @ from_one
        variance[day] = infected @ (from_all * (1 - from_all)) / everyone[day] ** 2
    shown = np.cumsum(weights)[np.minimum(np.arange(onsets.size)[::-1], weights.size - 1)]
    return CohortReproduction(mean, np.sqrt(np.maximum(variance, 0)), np.minimum(shown, 1.0))
