"""The ground cut into tiles: simplified for each zoom, clipped, rounded to a tile's own units."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from maps.areas import Shape
from maps.basemap.commands import Form, Points
from maps.basemap.ground import Ground
from maps.basemap.kinds import KINDS
from maps.basemap.naming import names_of
from maps.basemap.osm import Shapes
from maps.basemap.vector_tile import EXTENT, Layer, write_tile

PIXELS = 512
UNITS = EXTENT // PIXELS
"""Of a tile, in a pixel of it."""
BEYOND = 8 * UNITS
"""How far geometry reaches over the edge, so that the ends of strokes do not show."""

Place = tuple[int, int, int]
"""Zoom, column and row of a tile."""


def tiles_of_zoom(ground: Ground, z: int) -> Iterator[tuple[Place, bytes]]:
    """Every tile of a zoom that holds anything, by column and row."""
    scale = float(EXTENT << z)
    places = tiles_within(ground.covers, z)
    layers: dict[tuple[int, int], list[Layer]] = {}
    for kind, thing in KINDS.items():
        if thing.zoom <= z and kind in ground.shapes:
            shapes = _for_zoom(ground.shapes[kind], thing.form, thing.least, scale)
            for place, layer in _cut(shapes, kind, thing.form, places, scale):
                layers.setdefault(place, []).append(layer)
    names = names_of(ground.names, z, scale)
    for x, y in sorted(layers):
        yield (z, x, y), write_tile(layers[x, y], names.get((x, y), ()))


def tiles_within(covers: Shape, z: int) -> list[tuple[int, int]]:
    """Column and row of the tiles of a zoom that touch the covered part."""
    west, north, east, south = (int(edge * (1 << z)) for edge in covers.bounds)
    grid = [(x, y) for x in range(west, east + 1) for y in range(north, south + 1)]
    touched = shapely.STRtree(_boxes(grid, 1 << z, 0.0)).query(covers, predicate="intersects")
    return [grid[i] for i in sorted(touched)]


def _boxes(places: list[tuple[int, int]], tiles: int, beyond: float) -> Shapes:
    corner = np.array(places, dtype=float)
    low, high = (corner - beyond).T / tiles, (corner + 1 + beyond).T / tiles
    boxes: Shapes = shapely.box(*low, *high)
    return boxes


def _for_zoom(shapes: Shapes, form: Form, least: float, scale: float) -> Shapes:
    """Without what is too small to be seen, and with half a pixel of detail lost."""
    if form is Form.AREA:
        shapes = shapes[shapely.area(shapes) >= least * (UNITS / scale) ** 2]
    simple: Shapes = shapely.simplify(shapes, UNITS / 2 / scale)
    return simple


def _cut(
    shapes: Shapes, kind: str, form: Form, places: list[tuple[int, int]], scale: float
) -> Iterator[tuple[tuple[int, int], Layer]]:
    if not shapes.size:
        return
    tiles = int(scale) // EXTENT
    boxes = _boxes(places, tiles, BEYOND / EXTENT)
    tile, found = shapely.STRtree(shapes).query(boxes, predicate="intersects")
    order = np.lexsort((found, tile))
    tile, found = tile[order], found[order]
    edges = shapely.bounds(boxes)
    for i in np.unique(tile):
        x, y = places[i]
        clipped = shapely.clip_by_rect(shapes[found[tile == i]], *edges[i])
        points, sizes = _rounded(clipped, form, np.array([x, y]) * EXTENT, scale)
        if sizes.size:
            yield (x, y), Layer(kind, form, points, sizes)


def _rounded(shapes: Shapes, form: Form, corner: Points, scale: float) -> tuple[Points, Points]:
    """Whole units from the tile's corner; points and rings that rounding has made pointless are left out."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    parts = parts[shapely.get_dimensions(parts) == (2 if form is Form.AREA else 1)]
    least = 2
    if form is Form.AREA:
        parts = shapely.get_rings(shapely.orient_polygons(parts, exterior_cw=False))
        least = 3
    exact, owner = shapely.get_coordinates(parts, return_index=True)
    points = np.rint(exact * scale).astype(np.int64) - corner
    moved = np.ones(len(points), dtype=bool)
    moved[1:] = (points[1:] != points[:-1]).any(axis=1) | (owner[1:] != owner[:-1])
    if form is Form.AREA:
        moved[np.flatnonzero(np.append(owner[1:] != owner[:-1], values=True))] = False  # the closing point
    sizes = np.bincount(owner[moved], minlength=len(parts))
    enough = sizes >= least
    return points[moved & enough[owner]], sizes[enough]
