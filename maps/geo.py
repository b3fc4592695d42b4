"""Boundaries: read and checked, simplified for drawing, asked which area a point lies in, stored as bytes."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from maps.areas import AreaShape, Shape
from maps.checks import checked
from maps.features import Columns
from maps.files import read_features

_DEFAULT_COLUMNS = Columns()


def read_areas(path: Path, columns: Columns = _DEFAULT_COLUMNS) -> list[AreaShape]:
    """Areas of a GeoJSON, GeoPackage or shapefile (also zipped), in the file's order, in EPSG:4326.

    Limit the size of an uploaded file before calling: it is read into memory.

    Raises:
        AreasRefused: With everything wrong with the file; an area is never taken without the others.
    """
    return checked(read_features(path), columns)


def simplify(shapes: Sequence[AreaShape], tolerance_m: float) -> list[AreaShape]:
    """Fewer points for drawing; borders that two areas share stay shared, so no gaps open.

    Assign points with the full shapes, draw the simplified ones. Works in the UTM zone of the shapes'
    middle, `tolerance_m` in metres: about the square root of the largest detail to lose
    (Visvalingam and Whyatt, as in GEOS's coverage simplifier).

    Raises:
        ValueError: If the tolerance is below zero.
    """
    import geopandas

    if tolerance_m < 0:
        raise ValueError("a tolerance is never below zero")
    if not shapes:
        return []
    degrees = geopandas.GeoSeries([shape.geometry for shape in shapes], crs="EPSG:4326")
    metres = degrees.to_crs(degrees.estimate_utm_crs())
    fewer = shapely.coverage_simplify(metres.to_numpy(), tolerance_m)
    back = geopandas.GeoSeries(fewer, crs=metres.crs).to_crs("EPSG:4326")
    return [replace(shape, geometry=geometry) for shape, geometry in zip(shapes, back, strict=True)]


def area_of(lon: npt.ArrayLike, lat: npt.ArrayLike, shapes: Sequence[AreaShape]) -> npt.NDArray[np.object_]:
    """Code of the area each point lies in, None for points in no area (and for NaN).

    Args:
        lon: Longitudes in degrees, one-dimensional.
        lat: Latitudes in degrees, as many.
        shapes: Full, not simplified; a point on a shared border belongs to the first of them.
    """
    x, y = np.broadcast_arrays(np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float)))
    # One point that is no number would make the tree find nothing at all.
    real = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    # The polygons ask, because GEOS prepares the asking side: four times faster than the points asking.
    tree = shapely.STRtree(shapely.points(x[real], y[real]))
    polygons = np.array([shape.geometry for shape in shapes], dtype=object)
    area, point = tree.query(polygons, predicate="intersects")
    first = np.full(x.size, len(shapes))
    np.minimum.at(first, real[point], area)
    codes = np.array([*(shape.code for shape in shapes), None], dtype=object)
    found: npt.NDArray[np.object_] = codes[first]
    return found


def to_wkb(geometry: Shape) -> bytes:
    """A polygon as well-known binary, the same bytes on every machine (little-endian)."""
    return bytes(shapely.to_wkb(geometry, output_dimension=2, byte_order=1))


def from_wkb(data: bytes) -> Shape:
    """The polygon `to_wkb` wrote.

    Raises:
        ValueError: If the bytes are not a Polygon or MultiPolygon.
    """
    try:
        geometry = shapely.from_wkb(data)
    except shapely.errors.ShapelyError as error:
        raise ValueError("not well-known binary") from error
    if geometry is None or geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        raise ValueError("not a polygon")
    return geometry
