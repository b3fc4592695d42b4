"""GeoJSON, read without GDAL."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

from maps.areas import Kind, whole_file
from maps.features import Feature
from maps.projection import DEGREES, reprojected

if TYPE_CHECKING:
    from geopandas import GeoSeries

_REGISTERED = re.compile(r'"name": "((?:urn:ogc:def:crs:)?(?:EPSG|OGC):[\d.]*:?[A-Z\d]+)"')


def read_geojson(path: Path) -> list[Feature]:
    """All features of a FeatureCollection, in degrees.

    Raises:
        AreasRefused: If it is not one, or does not say where its coordinates lie.
    """
    from geopandas import GeoSeries

    try:
        document = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise whole_file(Kind.UNREADABLE, f"not JSON: {error}") from error
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise whole_file(Kind.UNKNOWN_FORMAT, "JSON, but not a GeoJSON FeatureCollection")
    made = [_feature(feature) for feature in features]
    series = GeoSeries([feature.geometry for feature in made], crs=DEGREES)
    if "crs" in document:  # RFC 7946 dropped it; national files still use it
        series = _declared(series, document["crs"])
    shapes = reprojected(series)
    return [
        Feature(feature.properties, shape, feature.broken)
        for feature, shape in zip(made, shapes, strict=True)
    ]


def _declared(series: "GeoSeries", crs: object) -> "GeoSeries":
    # Only a registered name: PROJ would also take a text that names files of this machine.
    name = _REGISTERED.search(json.dumps(crs))
    try:
        return series.set_crs(name[1] if name else None, allow_override=True)
    except RuntimeError as error:  # pyproj's own errors are RuntimeErrors
        raise whole_file(Kind.NO_CRS, str(error)) from error


def _feature(feature: object) -> Feature:
    if not isinstance(feature, dict) or not isinstance(properties := feature.get("properties"), dict):
        return Feature({}, None, "not a GeoJSON feature with properties")
    geometry = feature.get("geometry")
    try:
        return Feature(properties, shapely.force_2d(shapely.geometry.shape(geometry)) if geometry else None)
    except (
        shapely.errors.ShapelyError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
    ) as error:
        return Feature(properties, None, f"{type(error).__name__}: {error}")
