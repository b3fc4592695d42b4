"""Many venues as few points: what lies close together is one point, at the finest zoom that stays small.

Few points are handed on as they are and clustered in the browser, where a reader can open every cluster.
Above that the document would grow with the city, so the server puts them together on a web-mercator grid.
For readers who may see each venue: a bin of one is one, and nothing is hidden.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from maps.case_map import Venue
from maps.points import Floats, Ints, checked_counts, checked_degrees, same_length

MOST_POINTS: Final = 1_500
_GRID: Final = 30
"""Halvings of the world's width on the finest grid: 4 cm at the equator."""
_FARTHEST_NORTH: Final = 85.0511287798066
"""Where web mercator's square ends; what lies beyond is drawn on its edge."""


def bins(
    ids: Sequence[str],
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    counts: npt.ArrayLike,
    *,
    most: int = MOST_POINTS,
) -> tuple[Venue, ...]:
    """At most `most` points, in the same order and with the same numbers however the venues are ordered.

    A venue alone in its bin stays as it is. Several become one without an id, in the middle of their places
    on the map, with the sum of their counts.

    Args:
        ids: One per venue, all different; n of them.
        lon: Longitudes in degrees, n.
        lat: Latitudes in degrees, n.
        counts: Whole numbers from 0, n.
        most: How many points may be made. Up to as many venues come back as they are, by id.

    Raises:
        PointsRefused: A coordinate is no number or off the map, a count is not one, columns differ in length.
        ValueError: If `most` is below 1, or two venues share an id.
    """
    if most < 1:
        raise ValueError("at least one point has to be made")
    x, y = checked_degrees(lon, lat)
    held = checked_counts("counts", counts)
    same_length(x.size, ("ids", ids), ("counts", held))
    if len(set(ids)) != len(ids):
        raise ValueError("two venues share an id")
    if x.size <= most:
        singles = zip(ids, x.tolist(), y.tolist(), held.tolist(), strict=True)
        return tuple(Venue(*single) for single in sorted(singles))
    east, south = _mercator(x, y)
    place = _interleaved(east, south)
    order = np.argsort(place)
    starts = _starts(place[order], most)
    sizes = np.diff(starts, append=x.size)
    # Whole numbers add up to the same in any order; the mean of floats would depend on it.
    lon_of, lat_of = _degrees(*(np.add.reduceat(at[order], starts) / sizes for at in (east, south)))
    sums = np.add.reduceat(held[order], starts)
    rows = zip(
        order[starts].tolist(), lon_of.tolist(), lat_of.tolist(), sizes.tolist(), sums.tolist(), strict=True
    )
    return tuple(
        Venue(ids[first], float(x[first]), float(y[first]), count)
        if size == 1
        else Venue("", at, up, count, venues=size)
        for first, at, up, size, count in rows
    )


def _mercator(lon: Floats, lat: Floats) -> tuple[Ints, Ints]:
    """Steps of the finest grid, eastward from the date line and southward from the northern edge."""
    phi = np.radians(np.clip(lat, -_FARTHEST_NORTH, _FARTHEST_NORTH))
    across = (lon + 180) / 360
    down = (1 - np.arcsinh(np.tan(phi)) / np.pi) / 2
    last = (1 << _GRID) - 1
    east, south = (np.clip(np.floor(at * (1 << _GRID)), 0, last).astype(np.int64) for at in (across, down))
    return east, south


def _degrees(east: Floats, south: Floats) -> tuple[Floats, Floats]:
    across, down = ((at + 0.5) / (1 << _GRID) for at in (east, south))
    return across * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * down))))


def _interleaved(east: Ints, south: Ints) -> Ints:
    """East and south bit by bit in turn, so that every square of every coarser grid is one run of numbers."""
    return _spread(east) | _spread(south) << 1


def _spread(number: Ints) -> Ints:
    """Each of the lower 32 bits moved to twice its place (Morton's order, by halving masks)."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        number = (number | number << shift) & mask
    return number


def _starts(places: Ints, most: int) -> npt.NDArray[np.intp]:
    """Where each bin begins among places in order, on the finest grid with at most `most` bins."""
    changed = places[1:] ^ places[:-1]
    # Two neighbours part on the grid whose cells are 2 ** level wide if they differ above its 2 * level bits.
    level = next(level for level in range(_GRID + 1) if np.count_nonzero(changed >> 2 * level) < most)
    return np.concatenate([[0], np.flatnonzero(changed >> 2 * level) + 1])
