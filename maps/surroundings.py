"""The quiet ground around a map's areas: neighbours and the sea."""

from collections.abc import Sequence

import numpy as np
import shapely

from maps.areas import Bounds, Shape


def surroundings(areas: Sequence[Shape], regions: Sequence[Shape]) -> tuple[Shape, ...]:
    """The regions that are not mostly made of the areas.

    A city among the provinces would otherwise be drawn twice, and its coarser outline would show as a grey
    fringe in the sea. A province of which the areas are a small part stays.
    """
    if not areas or not regions:
        return tuple(regions)
    shapes, grounds = np.array(areas, dtype=object), np.array(regions, dtype=object)
    inside, within = shapely.STRtree(shapely.point_on_surface(shapes)).query(grounds, predicate="contains")[
        ::-1
    ]
    made = np.bincount(within, weights=shapely.area(shapes[inside]), minlength=len(grounds))
    return tuple(grounds[made < shapely.area(grounds) / 2])


def sea(frame: Bounds, lands: Sequence[Sequence[tuple[float, float]]]) -> Shape:
    """What of a frame (west, south, east, north) is in none of the lands, each a ring of points in degrees.

    Raises:
        ValueError: If the lands fill the frame.
    """
    left = shapely.box(*frame).difference(shapely.union_all([shapely.Polygon(ring) for ring in lands]))
    if left.is_empty:
        raise ValueError("no sea is left")
    water: Shape = left
    return water
