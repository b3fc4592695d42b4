"""The signs of the hour as polygons, for print."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Final

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

from qr.shapes import Point, Shape

_BOX: Final = 24
"""Side of the box that the paths are drawn in."""

_PIECES: Final = 12
"""Straight pieces for each curve."""


@cache
def shape_of(path: str) -> Shape:
    """A path of `app.web.signs` in a unit square, filled by the even-odd rule.

    There a path is filled by the nonzero rule: parts that run the same way join, and what runs against them
    is a hole. Here overlapping parts would leave a gap, so they are joined first.
    """
    from shapely import Polygon, union_all

    rings = [Polygon(points) for points in _outlines(path)]
    way = max(rings, key=lambda ring: ring.area).exterior.is_ccw
    outlines = union_all([ring for ring in rings if ring.exterior.is_ccw == way])
    holes = union_all([ring for ring in rings if ring.exterior.is_ccw != way])
    whole = outlines.difference(holes)
    parts = getattr(whole, "geoms", [whole])
    edges = [edge for part in parts for edge in (part.exterior, *part.interiors)]
    return tuple(tuple((x / _BOX, y / _BOX) for x, y in edge.coords[:-1]) for edge in edges)


def _outlines(path: str) -> list[list[Point]]:
    pen = RecordingPen()
    parse_path(path, pen)
    outlines: list[list[Point]] = []
    for command, points in pen.value:
        if command == "moveTo":
            outlines.append([points[0]])
        elif command == "lineTo":
            outlines[-1].append(points[0])
        elif points:
            outlines[-1] += _curve((outlines[-1][-1], *points))
    return outlines


def _curve(points: tuple[Point, ...]) -> list[Point]:
    """A Bézier curve of any degree without its beginning."""
    flat = []
    for step in range(1, _PIECES + 1):
        t, left = step / _PIECES, points
        while len(left) > 1:
            left = tuple((x + t * (u - x), y + t * (v - y)) for (x, y), (u, v) in pairwise(left))
        flat.append(left[0])
    return flat
