"""What check-ins say about each other, over columns: the same rules as `domain.doubts`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.domain.doubts import FASTEST_M_PER_H, SLACK_M
from app.domain.positions import EARTH_RADIUS_M
from app.science.presence_columns import MICROSECONDS_AN_HOUR, Ints

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
_HOUR = 3_600_000_000


def crowded(arrivals: Ints, most: float) -> Ints:
    """The moments of all arrivals within any hour in which more than `most` came to one place, in order.

    Args:
        arrivals: All of them, sorted, in microseconds.
        most: How many can come within an hour.
    """
    if len(arrivals) <= most:
        return arrivals[:0]
    first = np.searchsorted(arrivals, arrivals - _HOUR, side="right")
    last = np.arange(len(arrivals))
    over = last - first + 1 > most
    edges = np.zeros(len(arrivals) + 1, dtype=np.int64)
    np.add.at(edges, first[over], 1)
    np.add.at(edges, last[over] + 1, -1)
    return arrivals[np.cumsum(edges[:-1]) > 0]


def too_fast(who: Ints, entered: Ints, latitude: Floats, longitude: Floats) -> Bools:
    """Which visits are one of two, one after the other, whose entries no vehicle joins.

    The rows are sorted by pseudonym, entry and id; all have a position, in degrees.
    """
    found = np.zeros(len(who), dtype=bool)
    if len(who):
        reach = SLACK_M + FASTEST_M_PER_H * (np.diff(entered) / MICROSECONDS_AN_HOUR)
        far = (who[1:] == who[:-1]) & (_metres(latitude, longitude) > reach)
        found[1:] |= far
        found[:-1] |= far
    return found


def _metres(latitude: Floats, longitude: Floats) -> Floats:
    """From each to the next, as `Position.metres_to`."""
    mean = np.radians((latitude[:-1] + latitude[1:]) / 2)
    north = np.radians(np.diff(latitude))
    east = np.radians((np.diff(longitude) + 540) % 360 - 180) * np.cos(mean)
    return np.asarray(np.hypot(north, east) * EARTH_RADIUS_M)
