"""An outline that breaks the rules of polygons is mended where only one thing can have been meant."""

from dataclasses import dataclass
from typing import Any, Final

import shapely

from maps.areas import Shape

CHANGED_AT_MOST: Final = 0.001
"""Share of its area that an outline may gain or lose: a doubled point or a small loop, never a wing."""
_AREAS: Final = {"Polygon", "MultiPolygon"}


@dataclass(frozen=True, slots=True)
class Sound:
    """An outline that can be used, and what had to be mended in it."""

    geometry: Shape
    repaired: str
    """The reason with its place, "Self-intersection[106.7 10.8]"; empty where nothing was wrong."""


def sound(geometry: Any) -> Sound | None:  # noqa: ANN401 - whatever stands in a file
    """The outline as it came where it is valid, mended where that leaves its area as it was; else None.

    The area that was meant is taken from the rings as they are written: shells less holes, and a loop that
    runs the other way round counts as a hole. So a bow tie, whose wings cancel, a ring drawn twice, a hole
    outside its shell and parts that overlap are not mended: what they meant is for their author to say.
    """
    if geometry is None or geometry.is_empty or geometry.geom_type not in _AREAS:
        return None
    if geometry.is_valid:
        return Sound(geometry, "")
    try:
        parts = shapely.get_parts(shapely.make_valid(geometry, method="structure", keep_collapsed=False))
        mended = shapely.union_all(parts)  # parts may share an edge, which makes them invalid together
    except shapely.errors.GEOSException:
        return None
    # A coordinate that is no number, or endless, makes the area so too, and no such comparison holds.
    kept = abs(mended.area - geometry.area) < CHANGED_AT_MOST * geometry.area
    if mended.is_empty or mended.geom_type not in _AREAS or not mended.is_valid or not kept:
        return None
    return Sound(mended, shapely.is_valid_reason(geometry))
