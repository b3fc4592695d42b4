"""Outlines made of areas or around points: a cluster of wards, a circle around venues.

Hand in the shapes that are drawn, not the full ones: an outline then runs along the borders that the map
shows. (`coverage.dissolved` keeps full shapes to the last point.)
"""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from maps.areas import Shape
from maps.encode import PER_DEGREE

CRUMB = 1e-6
"""Square degrees, about a hectare: a smaller hole in an outline is a gap between borders, not an area."""
METRES_PER_DEGREE = 111_195
"""Of latitude, on a sphere of the earth's mean radius."""
_EDGES = 16  # for each quarter of a circle


def dissolve(shapes: Sequence[Shape]) -> Shape:
    """One outline around shapes, without the borders between them; shapes that lie apart stay apart.

    The points are those of the document's grid (`encode.PER_DEGREE`, steps of about a metre), so the outline
    lies on the borders as drawn even where those of two neighbours are not quite the same line. Holes
    smaller than `CRUMB` are closed: drawn, they would be dots inside the outline.

    Raises:
        ValueError: If there is no shape, or nothing of them is left on the grid.
    """
    if not shapes:
        raise ValueError("an outline needs at least one shape")
    on_grid = shapely.set_precision(shapes, 1 / PER_DEGREE)
    whole = shapely.union_all(on_grid, grid_size=1 / PER_DEGREE)
    parts = [_without_crumbs(part) for part in shapely.get_parts(whole)]
    if not parts:
        raise ValueError("the shapes are smaller than a step of the grid")
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _without_crumbs(part: Polygon) -> Polygon:
    kept = [ring for ring in part.interiors if Polygon(ring).area >= CRUMB]
    return Polygon(part.exterior, kept)


def circle_around(lon: Sequence[float], lat: Sequence[float], margin_m: float = 150.0) -> Polygon:
    """A circle that holds all points, with so many metres between the farthest of them and its line.

    It is the smallest such circle on the plane that touches the middle of the points; right within a city.

    Raises:
        ValueError: If there is no point, coordinates are missing or not finite, or the margin is not above
            zero.
    """
    degrees = np.column_stack([np.asarray(lon, float), np.asarray(lat, float)])
    if not len(degrees) or not np.isfinite(degrees).all() or not margin_m > 0:
        raise ValueError("a circle needs a point, finite coordinates and a margin")
    middle = (degrees.min(axis=0) + degrees.max(axis=0)) / 2
    per_degree = METRES_PER_DEGREE * np.array([np.cos(np.radians(middle[1])), 1.0])
    points = shapely.MultiPoint((degrees - middle) * per_degree)
    smallest = shapely.minimum_bounding_circle(points)
    centre = shapely.Point(0, 0) if smallest.is_empty else smallest.centroid  # empty: all points are one
    # Longer, so that the straight edges keep the margin and not only the corners.
    reach = (shapely.minimum_bounding_radius(points) + margin_m) / np.cos(np.pi / (4 * _EDGES))
    ring = centre.buffer(reach, quad_segs=_EDGES).exterior
    return Polygon(shapely.get_coordinates(ring) / per_degree + middle)
