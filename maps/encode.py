"""Polygons as short lists of whole numbers, and JSON that cannot end its script element."""

import json

import numpy as np
import shapely
from shapely import LinearRing

from maps.areas import Shape

PER_DEGREE = 100_000  # steps of about 1.1 m: a third of GeoJSON's bytes, and far below a pixel

_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def polygons(geometry: Shape) -> list[list[list[int]]]:
    """A Polygon or MultiPolygon as polygons of rings, outer ring first.

    A ring is a flat list of x and y steps in 1/PER_DEGREE degrees: the first pair from the origin, each
    next one from its predecessor; the closing point is left out. Neighbours share their rounded
    points, so no gap opens between them.
    """
    return [
        [_steps(ring) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in getattr(geometry, "geoms", [geometry])
    ]


def middle(geometry: Shape) -> list[float]:
    """Latitude and longitude of a point inside, for a name or a digit; of the largest part of several."""
    largest = max(getattr(geometry, "geoms", [geometry]), key=shapely.area)
    point = shapely.point_on_surface(largest)
    return [round(point.y, 4), round(point.x, 4)]


def _steps(ring: LinearRing) -> list[int]:
    points = np.rint(shapely.get_coordinates(ring) * PER_DEGREE).astype(np.int64)[:-1]
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    moved = steps.any(axis=1)
    moved[0] = True
    flat: list[int] = steps[moved].ravel().tolist()
    return flat


def script_json(data: object) -> str:
    """`data` as JSON that is safe inside `<script type="application/json">`, the same bytes each time."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES)
