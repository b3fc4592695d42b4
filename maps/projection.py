"""Geometries in degrees."""

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from maps.areas import Kind, in_degrees, whole_file

if TYPE_CHECKING:
    from geopandas import GeoSeries

DEGREES = "EPSG:4326"
_SAME = 1e-9
"""Degrees: a tenth of a millimetre."""


def reprojected(series: "GeoSeries") -> list[Any]:
    """Reproject; coordinates that name no system are taken as degrees only where all of them could be."""
    if series.crs is not None:
        try:
            return list(_in_one_way(series, series.to_crs(DEGREES)))
        except RuntimeError as error:  # pyproj's own errors are RuntimeErrors
            raise whole_file(Kind.NO_CRS, str(error)) from error
    if not in_degrees(tuple(series.total_bounds)):
        detail = f"no coordinate system is named, and {series.total_bounds} are not degrees"
        raise whole_file(Kind.NO_CRS, detail)
    return list(series)


def _in_one_way(series: "GeoSeries", degrees: "GeoSeries") -> Any:  # noqa: ANN401 - an array
    """The same transformation for every point of a file.

    Left to itself, PROJ takes for each point one whose area the point lies in. Viet Nam's two from VN-2000
    differ by 0.8 m, and the limit between them runs through Ho Chi Minh City: neighbours would not fit there.
    """
    bounds = tuple(degrees.total_bounds)
    ways = _ways(series.crs, bounds) if in_degrees(bounds) else []
    chosen = shapely.get_coordinates(degrees)
    plain = shapely.get_coordinates(series)
    for way in ways:
        x, y = way.transform(*plain.T)
        if np.allclose(chosen, np.column_stack([x, y]), rtol=0, atol=_SAME):
            return degrees
    return shapely.transform(series.to_numpy(), ways[0].transform, interleaved=False) if ways else degrees


def _ways(crs: object, bounds: tuple[float, float, float, float]) -> list[Any]:
    from pyproj.transformer import AreaOfInterest, TransformerGroup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that better ones need grids which are not here
        area = AreaOfInterest(*bounds)
        return list(TransformerGroup(crs, DEGREES, always_xy=True, area_of_interest=area).transformers)
