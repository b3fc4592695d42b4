"""From degrees to millimetres on a sheet, and polygons as the paths that are drawn there.

The projection is equirectangular, true at the middle latitude of what is shown: over a city of 130 km the
scale changes by under one per cent, over the 1,650 km of Viet Nam by eight at the ends.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from maps.areas import Bounds, Shape
from maps.pictures.paper import Box

if TYPE_CHECKING:
    from matplotlib.path import Path

KM_A_DEGREE = 111.195
GRAIN, COARSE = 0.08, 0.15
"""Millimetres: points on one spot of this grid are one; no press shows it, and of quiet ground no eye."""
_Numbers = npt.NDArray[Any]
_MOVE, _LINE, _CLOSE = 1, 2, 79  # matplotlib's codes of a path


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world in a box.

    Attributes:
        box: Where on the sheet.
        west, south: Its lower left corner in degrees.
        scale: Millimetres a degree of latitude.
        shorter: A degree of longitude in degrees of latitude, at the middle.
    """

    box: Box
    west: float
    south: float
    scale: float
    shorter: float

    @classmethod
    def of(cls, bounds: Bounds, box: Box, margin: float = 3) -> "View":
        """West, south, east, north as large as the box allows, in its middle, with a margin (mm)."""
        west, south, east, north = bounds
        shorter = max(math.cos(math.radians((south + north) / 2)), 0.01)
        inner = box.within(margin)
        wide, high = max((east - west) * shorter, 1e-6), max(north - south, 1e-6)
        scale = min(inner.width / wide, inner.height / high)
        at_left = (west + east) / 2 - box.width / 2 / scale / shorter
        return cls(box, at_left, (south + north) / 2 - box.height / 2 / scale, scale, shorter)

    def mm(self, lon_lat: _Numbers) -> _Numbers:
        """Millimetres on the sheet of places (n, 2) in degrees."""
        moved = (lon_lat - (self.west, self.south)) * (self.shorter * self.scale, self.scale)
        return np.asarray(moved + (self.box.left, self.box.bottom))  # noqa: RUF005 - numbers, not a sequence

    def degrees(self, box: Box) -> Bounds:
        """West, south, east, north of a box on the sheet."""
        wide, high = self.shorter * self.scale, self.scale
        west, south = (
            self.west + (box.left - self.box.left) / wide,
            self.south + (box.bottom - self.box.bottom) / high,
        )
        return west, south, west + box.width / wide, south + box.height / high

    @property
    def mm_a_km(self) -> float:
        """Scale at the middle latitude."""
        return self.scale / KM_A_DEGREE


class Rings:
    """Polygons as one list of points in degrees, ready to be seen in several views."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        # outer rings one way, holes the other: the rule by which every backend of matplotlib fills
        _, self.points, offsets = shapely.to_ragged_array(shapely.orient_polygons(list(shapes)))
        self.starts: _Numbers = offsets[0]
        owner: _Numbers = np.arange(len(shapes))
        for level in offsets[:0:-1]:
            owner = np.repeat(owner, np.diff(level))
        self.owner = owner
        """For each ring the position of its shape."""


class Seen:
    """The rings of some polygons that a view shows, in millimetres on a grid; rings of one spot left out."""

    def __init__(self, rings: Rings, view: View, grain: float = GRAIN) -> None:
        spots = np.rint(view.mm(rings.points) / grain).astype(np.int64)
        first, last = rings.starts[:-1], rings.starts[1:] - 1
        lower, upper = (f.reduceat(spots, first) for f in (np.minimum, np.maximum))
        box = view.box
        seen: npt.NDArray[np.bool_] = np.asarray(
            (upper * grain > (box.left, box.bottom)).all(1) & (lower * grain < (box.right, box.top)).all(1)
        )
        seen &= (upper > lower).any(1)
        kept = np.ones(len(spots), dtype=bool)
        kept[1:] = (np.diff(spots, axis=0) != 0).any(1)
        kept[first] = kept[last] = True
        ring = np.repeat(np.arange(len(first)), np.diff(rings.starts))
        kept &= seen[ring]
        codes = np.full(len(spots), _LINE, dtype=np.uint8)
        codes[first], codes[last] = _MOVE, _CLOSE
        self._spots, self._codes, self._owner = spots[kept] * grain, codes[kept], rings.owner[ring[kept]]

    def path(self, chosen: npt.NDArray[np.bool_] | None = None) -> "Path | None":
        """All shapes, or those that are chosen, as one path; None where the view shows none of them."""
        from matplotlib.path import Path

        spots, codes = self._spots, self._codes
        if chosen is not None:
            mine = chosen[self._owner]
            spots, codes = spots[mine], codes[mine]
        return Path(spots, codes) if len(spots) else None
