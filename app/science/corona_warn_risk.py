"""How much a minute with a case counts in the rule of the Corona-Warn-App, by day since its onset.

The level is the app's own, "Epidemiological Motivation of the Transmission Risk Level" (Corona-Warn-App team,
2020): infectiousness after He and others 2020, with the correction of that year, is taken day by day as its
share of [d, d + 1), set against the greatest such share, and cut into eight equal steps. Day 0 is the day of
onset, so day -1 ends with it. Weights are the app's production configuration.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.distributions import Distribution, Family
from app.science.distributions import cdf
from app.science.errors import BadParameter

INFECTIOUSNESS: Final = Distribution(Family.GAMMA, 20.516508, 1.592124, 12.272481)
"""The rule is a fixed one: it does not follow the profile of COVID-19 when officials change that."""
LEVELS: Final = 8
_DAYS: Final = range(-14, 22)
"""Outside these the level is 1: the share of a day is less than a thousandth of the greatest."""
TENTHS: Final = (0, 0, 0, 6, 8, 10, 12, 14, 16)
"""Weight of a minute in tenths, by level. Whole numbers, so that no order of adding changes a sum."""
HIGH_TENTHS: Final = 100
"""From 10 normalised minutes on the risk is high."""


@cache
def levels_by_day() -> dict[int, int]:
    """Transmission risk level, 1 to 8, by days since onset; 1 on every day that is missing."""
    edges = cdf(INFECTIOUSNESS, np.arange(_DAYS.start, _DAYS.stop + 1))
    share = np.diff(edges)
    steps = np.floor(LEVELS * share / share.max()).astype(int)
    return {day: min(int(step) + 1, LEVELS) for day, step in zip(_DAYS, steps, strict=True)}


def transmission_risk_level(days_since_onset: int) -> int:
    """Transmission risk level, 1 to 8, of a meeting on that UTC day; negative before onset."""
    return levels_by_day().get(days_since_onset, 1)


def tenths_by_day(days_since_onset: NDArray[np.int64]) -> NDArray[np.int64]:
    """The weight of a minute in tenths for a column of days since onset, any shape."""
    table = np.array([TENTHS[level] for level in (*levels_by_day().values(), 1)])
    position = days_since_onset - _DAYS.start
    inside = (position >= 0) & (position < len(_DAYS))
    return table[np.where(inside, position, len(_DAYS))]


def normalised_minutes(minutes: int, level: int) -> float:
    """Whole minutes of overlap, weighted by the transmission risk value of the level.

    Raises:
        BadParameter: minutes below zero, or a level that is not 1 to 8.
    """
    if minutes < 0 or not 1 <= level <= LEVELS:
        raise BadParameter(f"{minutes} minutes at level {level}")
    return minutes * TENTHS[level] / 10
