"""Geometries in degrees."""

from typing import TYPE_CHECKING, Any

from maps.areas import Kind, in_degrees, whole_file

if TYPE_CHECKING:
    from geopandas import GeoSeries

DEGREES = "EPSG:4326"


def reprojected(series: "GeoSeries") -> list[Any]:
    """Reproject; coordinates that name no system are taken as degrees only where all of them could be."""
    if series.crs is not None:
        try:
            return list(series.to_crs(DEGREES))
        except RuntimeError as error:  # pyproj's own errors are RuntimeErrors
            raise whole_file(Kind.NO_CRS, str(error)) from error
    if not in_degrees(tuple(series.total_bounds)):
        detail = f"no coordinate system is named, and {series.total_bounds} are not degrees"
        raise whole_file(Kind.NO_CRS, detail)
    return list(series)
