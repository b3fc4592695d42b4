"""Lines and rings of a vector tile <-> its drawing commands: move to, line to, close."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from maps.basemap.varints import Damaged, Numbers

MOVE, _LINE, _CLOSE = 1 << 3 | 1, 2, 1 << 3 | 7

Points = npt.NDArray[np.int64]


class Form(IntEnum):
    """Kinds of geometry, by the specification's numbers."""

    POINT = 1
    LINE = 2
    AREA = 3


def commands(points: Points, sizes: Points, *, closed: bool) -> Numbers:
    """Lines or rings as MoveTo, LineTo and ClosePath with steps from point to point.

    Args:
        points: (n, 2), one line or ring after the other; rings without their closing point.
        sizes: How many of the points each of them has, at least 2.
        closed: Whether they are rings.
    """
    steps = zigzag(points - np.concatenate([[[0, 0]], points[:-1]]))
    starts = np.cumsum(sizes) - sizes
    owner = np.repeat(np.arange(sizes.size), sizes)
    first = np.zeros(len(owner), dtype=bool)
    first[starts] = True
    # Before a part's first point stands a MoveTo, before its second a LineTo; a ring ends with ClosePath.
    places = 2 * np.arange(len(owner)) + owner * (3 if closed else 2) + 1 + ~first
    found = np.zeros(2 * len(owner) + sizes.size * (3 if closed else 2), dtype=np.uint64)
    found[places], found[places + 1] = steps[:, 0], steps[:, 1]
    found[places[starts] - 1] = MOVE
    found[places[starts] + 2] = (sizes - 1) << 3 | _LINE
    if closed:
        found[places[starts + sizes - 1] + 2] = _CLOSE
    return found


def lines_of(geometry: Numbers) -> Iterator[npt.NDArray[np.int64]]:
    """The steps of each line or ring in the commands: (n, 2), the first from where the last one ended.

    Raises:
        Damaged: the commands are not those of lines or rings.
    """
    at, size = 0, len(geometry)
    while at < size:
        if at + 4 > size or geometry[at] != MOVE or int(geometry[at + 3]) & 7 != _LINE:
            raise Damaged("a line does not begin")
        end = at + 4 + 2 * (int(geometry[at + 3]) >> 3)
        if end > size:
            raise Damaged("a line is cut off")
        flat = np.concatenate([geometry[at + 1 : at + 3], geometry[at + 4 : end]])
        yield unzigzag(flat).reshape(-1, 2)
        at = end + 1 if end < size and geometry[end] == _CLOSE else end


def zigzag(numbers: Points) -> Numbers:
    """Signed numbers as unsigned ones, small for small ones of either sign."""
    found: Numbers = ((numbers << 1) ^ (numbers >> 63)).astype(np.uint64)
    return found


def unzigzag(numbers: Numbers) -> Points:
    """The signed numbers."""
    found: Points = (numbers >> np.uint64(1)).astype(np.int64) ^ -(numbers & np.uint64(1)).astype(np.int64)
    return found
