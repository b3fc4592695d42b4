"""Things of an extract as they are drawn: clipped to the city and a margin around it, kind by kind.

Coordinates are those of the web's map: x from 0 at 180 degrees west to 1, y from 0 in the north to 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from maps.areas import Bounds, Shape
from maps.basemap.kinds import COAST, KINDS
from maps.basemap.osm import Found, Shapes

_AROUND = 40_075_016.686
"""Metres around the equator, as the projection has them."""


@dataclass(frozen=True, slots=True)
class Ground:
    """All there is to draw.

    Attributes:
        covers: The city with its margin.
        shapes: By kind, each part by itself: LineStrings, or valid Polygons.
        names: By kind, the lines that have names, joined as far as they go, and those names.
    """

    covers: Shape
    shapes: Mapping[str, Shapes]
    names: Mapping[str, tuple[Shapes, Sequence[str]]]


def covered(areas: Sequence[Shape], margin_m: float) -> Shape:
    """The areas (degrees) and everything within a margin of them, in coordinates of the web's map."""
    city = shapely.union_all(shapely.transform(np.array(areas, dtype=object), to_web))
    _, y = city.centroid.coords[0]
    shrunk = 1 / np.cosh(np.pi * (1 - 2 * y))  # how much shorter a parallel is than the equator
    margin = margin_m / (_AROUND * shrunk)
    rough = shapely.simplify(city, margin / 50)  # ten times faster to grow, and nobody sees a margin's detail
    grown: Shape = shapely.simplify(shapely.buffer(rough, margin, quad_segs=4), margin / 50)
    return grown


def to_web(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Longitude and latitude, (n, 2), to the web's map."""
    lon, lat = degrees.T
    return np.column_stack([(lon + 180) / 360, 0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * np.pi)])


def to_degrees(web: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The other way."""
    x, y = web.T
    return np.column_stack([x * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))])


def bounds_in_degrees(covers: Shape) -> Bounds:
    """West, south, east, north."""
    west, north, east, south = covers.bounds
    (left, bottom), (right, top) = to_degrees(np.array([[west, south], [east, north]])).tolist()
    return left, bottom, right, top


def gathered(lines: Found, areas: Found, covers: Shape) -> Ground:
    """What lies within the covered part, ready to be cut into tiles."""
    line_shapes = _within(lines.shapes, covers)
    area_shapes = _within(areas.shapes, covers)
    shapes = {kind: _merged(line_shapes[lines.kinds == kind]) for kind in set(lines.kinds.tolist())}
    shapes |= {kind: _parts(area_shapes[areas.kinds == kind], 2) for kind in set(areas.kinds.tolist())}
    coast = shapes.pop(COAST, None)
    if coast is not None and coast.size:
        shapes["water"] = np.concatenate([shapes.get("water", np.empty(0, object)), sea(coast, covers)])
    names = {
        kind: _named(line_shapes[chosen], lines.names[chosen])
        for kind, thing in KINDS.items()
        if thing.named is not None and (chosen := (lines.kinds == kind) & (lines.names != "")).any()
    }
    return Ground(
        covers, {kind: shapes[kind] for kind in KINDS if kind in shapes and shapes[kind].size}, names
    )


def sea(coast: Shapes, covers: Shape) -> Shapes:
    """The parts of the covered ground that the coast has on its right, as OpenStreetMap draws it.

    A part whose coast disagrees with itself, or that has none, is taken for land.
    """
    edges = shapely.union_all([*coast, shapely.boundary(covers)])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
    points, line = shapely.get_coordinates(coast, return_index=True)
    ahead = np.diff(points, axis=0)[np.diff(line) == 0]
    start = points[:-1][np.diff(line) == 0]
    length = np.hypot(*ahead.T)
    start, ahead, length = start[length > 0], ahead[length > 0], length[length > 0]
    # y runs down here, so the right of a step (x, y) is (-y, x).
    side = np.column_stack([-ahead[:, 1], ahead[:, 0]]) * np.minimum(1e-9 / length, 0.25)[:, None]
    votes = np.zeros(faces.size)
    tree = shapely.STRtree(faces)
    for sign in (1, -1):
        beside, face = tree.query(shapely.points(start + ahead / 2 + sign * side), predicate="within")
        np.add.at(votes, face, sign * length[beside])
    wet: Shapes = faces[votes > 0]
    return wet


def _within(shapes: Shapes, covers: Shape) -> Shapes:
    """Each shape cut at the edge of the covered part; None where nothing is left."""
    web = shapely.transform(shapes, to_web)
    broken = ~shapely.is_valid(web)
    web[broken] = shapely.make_valid(web[broken], method="structure", keep_collapsed=False)
    shapely.prepare(covers)
    crossing = ~shapely.contains_properly(covers, web)
    web[crossing] = shapely.intersection(web[crossing], covers)
    found: Shapes = web
    return found


def _parts(shapes: Shapes, dimension: int) -> Shapes:
    """Polygons (2) or LineStrings (1) in the shapes, also those inside collections."""
    parts = shapely.get_parts(shapely.get_parts(shapes[~shapely.is_missing(shapes)]))
    found: Shapes = parts[(shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)]
    return found


def _merged(shapes: Shapes) -> Shapes:
    """Lines joined where exactly two meet."""
    lines = _parts(shapes, 1)
    return _parts(np.array([shapely.line_merge(shapely.multilinestrings(lines))]), 1) if lines.size else lines


def _named(shapes: Shapes, names: npt.NDArray[np.object_]) -> tuple[Shapes, list[str]]:
    """Lines of one name joined; names in their order."""
    order = np.argsort(names.astype(str), kind="stable")
    found: list[Shapes] = []
    said: list[str] = []
    for name, start, end in _runs(names[order]):
        parts = _merged(shapes[order][start:end])
        found.append(parts)
        said += [name] * parts.size
    return (np.concatenate(found) if found else np.empty(0, dtype=object)), said


def _runs(names: npt.NDArray[np.object_]) -> list[tuple[str, int, int]]:
    values, starts = np.unique(names.astype(str), return_index=True)
    return list(zip(values.tolist(), starts.tolist(), [*starts[1:].tolist(), len(names)], strict=True))
