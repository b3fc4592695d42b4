"""The dose of one exposure, in hours of the reference room, and what it is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.science.rooms import Room, mixed_hours, near

SWANSON: Final = (0.3, 0.4, 0.3)
"""Weights of the 10, 50 and 90 % ends in the mean of an uncertain quantity: Swanson's rule (Hurst, Brown and
Swanson 2000, AAPG Bulletin 84:1883)."""
_NORMAL_975: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Together:
    """The times of one meeting, in hours after the case came: each end at least, likely and at most."""

    stays: Sequence[float]
    """When the case left."""
    enters: float
    leaves: Sequence[float]
    """When the other left."""


@dataclass(frozen=True, slots=True)
class Parts:
    """One exposure in hours of the reference room with a case of mean infectiousness.

    `hours` is what to expect, the sum of the two ways; `least` and `most` bound what it may be, from the
    stays, the room and the profile's rate.
    """

    infectiousness: float
    """Of the case while it was there, 1 on the average of its infectious days."""
    through_air: float
    close_by: float
    least: float
    most: float

    @property
    def hours(self) -> float:
        """What to expect."""
        return self.through_air + self.close_by


def parts_of(
    times: Together,
    levels: Sequence[float],
    room: Room,
    others: float,
    *,
    tail: float,
    spread: float,
) -> Parts:
    """Put an exposure together.

    Args:
        times: Who was there when.
        levels: Mean infectiousness of the case until the earlier of the two left, for each of the three ends.
        room: Where.
        others: People present beside the case, on average.
        tail: Hours of air that count after the case has left.
        spread: Factor from the profile's hazard an hour to its 97.5 %.
    """
    closeness = near(room, others)
    air, close = [], []
    for stay, leaves, level in zip(times.stays, times.leaves, levels, strict=True):
        leaves_at = max(leaves, times.enters)
        mixed = mixed_hours(stay, times.enters, leaves_at, loss=room.loss, tail=tail)
        both = max(0.0, min(stay, leaves_at) - max(0.0, times.enters))
        air.append(level * room.through_air * mixed)
        close.append(level * closeness * both)
    through_air, close_by = (
        sum(weight * part for weight, part in zip(SWANSON, parts, strict=True)) for parts in (air, close)
    )
    expected = through_air + close_by
    share = through_air / expected if expected else 0.0
    width = math.sqrt(
        (share * room.air_deviation) ** 2
        + ((1 - share) * room.close_deviation) ** 2
        + (math.log(spread) / _NORMAL_975) ** 2
    )
    factor = math.exp(_NORMAL_975 * width)
    ends = [one + other for one, other in zip(air, close, strict=True)]
    return Parts(levels[1], through_air, close_by, min(ends) / factor, max(ends) * factor)
