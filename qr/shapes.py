"""Flat shapes: polygons that both renderers can fill, with the curves already flattened.

A shape is filled by the even-odd rule, so a polygon inside another one is a hole. Points are (x, y) with y
pointing down, in a unit square until `placed` gives them millimetres.
"""

import math
from functools import lru_cache
from itertools import pairwise

Point = tuple[float, float]
Polygon = tuple[Point, ...]
Shape = tuple[Polygon, ...]

_FLATNESS = 10
"""Straight pieces for each rounded corner."""


def placed(shape: Shape, left: float, top: float, side: float) -> Shape:
    """The unit shape blown up to a square of `side` whose corner lies at (left, top)."""
    return tuple([tuple([(left + side * x, top + side * y) for x, y in polygon]) for polygon in shape])


def rounded(*corners: tuple[float, float, float]) -> Polygon:
    """A polygon whose corners (x, y, cut) are rounded, beginning `cut` before and ending `cut` after each."""
    points: list[Point] = []
    for index, (x, y, cut) in enumerate(corners):
        if not cut:
            points.append((x, y))
            continue
        before = _towards((x, y), corners[index - 1], cut)
        after = _towards((x, y), corners[(index + 1) % len(corners)], cut)
        points += _arc(before, (x, y), after)
    return tuple(points)


@lru_cache(maxsize=256)  # each sheet has the same few
def rectangle(left: float, top: float, width: float, height: float, radius: float = 0) -> Polygon:
    """A rectangle, its corners rounded by `radius`."""
    right, bottom = left + width, top + height
    return rounded((left, top, radius), (right, top, radius), (right, bottom, radius), (left, bottom, radius))


def circle(x: float, y: float, radius: float) -> Polygon:
    """A circle around (x, y)."""
    return rectangle(x - radius, y - radius, 2 * radius, 2 * radius, radius)


def stroke(width: float, *points: Point) -> Polygon:
    """The outline of a pen of this width drawn through the points, with mitred joints and flat ends."""
    there = _offset(points, width / 2)
    back = _offset(points[::-1], width / 2)
    return (*there, *back)


def arc(x: float, y: float, radius: float, start: float, end: float) -> tuple[Point, ...]:
    """Points on a circle around (x, y), angles in degrees clockwise from three o'clock."""
    angles = [math.radians(start + (end - start) * step / _FLATNESS) for step in range(_FLATNESS + 1)]
    return tuple((x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles)


def _towards(start: Point, end: tuple[float, ...], distance: float) -> Point:
    share = distance / math.dist(start, end[:2])
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _arc(before: Point, corner: Point, after: Point) -> list[Point]:
    """A conic through both ends; with this weight the arc of a right angle is a true quarter circle."""
    points = []
    for step in range(_FLATNESS + 1):
        t = step / _FLATNESS
        parts = ((1 - t) ** 2, math.sqrt(2) * t * (1 - t), t**2)
        whole = sum(parts)
        x, y = (
            sum(part * end[axis] for part, end in zip(parts, (before, corner, after), strict=True)) / whole
            for axis in (0, 1)
        )
        points.append((x, y))
    return points


def _offset(points: tuple[Point, ...], distance: float) -> list[Point]:
    """The line through the points moved sideways, to the left of its direction on paper."""
    normals = [
        ((end[1] - start[1]) / math.dist(start, end), (start[0] - end[0]) / math.dist(start, end))
        for start, end in pairwise(points)
    ]
    moved = []
    for (x, y), one, other in zip(points, [normals[0], *normals], [*normals, normals[-1]], strict=True):
        reach = distance / (1 + one[0] * other[0] + one[1] * other[1])
        moved.append((x + reach * (one[0] + other[0]), y + reach * (one[1] + other[1])))
    return moved
