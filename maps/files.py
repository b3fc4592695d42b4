"""Files of areas -> plain features in degrees. Opens GeoJSON, GeoPackage and shapefiles, and nothing else.

GDAL guesses a format from the content, and some formats are programs: a text file can name other files
of this machine, or other hosts. So the first bytes decide here, before GDAL sees the file, and GeoJSON is
read without it.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

import shapely

from maps.areas import Kind, in_degrees, whole_file

if TYPE_CHECKING:
    from geopandas import GeoSeries

_GEOPACKAGE = b"SQLite format 3\0"
_SHAPEFILE = bytes((0, 0, 0x27, 0x0A))
_DEGREES = "EPSG:4326"
_REGISTERED = re.compile(r'"name": "((?:urn:ogc:def:crs:)?(?:EPSG|OGC):[\d.]*:?[A-Z\d]+)"')


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the properties to read; code and name must be there, the others may be missing."""

    code: str = "code"
    name: str = "name"
    name_en: str = "name_en"
    kind: str = "unit_type"
    population: str = "population"


@dataclass(frozen=True, slots=True)
class Feature:
    """One record as it stands in the file; `geometry` in degrees, or None, or why it cannot be built."""

    properties: dict[str, Any]
    geometry: Any
    broken: str = ""


def read_features(path: Path) -> list[Feature]:
    """All features of a file, reprojected to EPSG:4326.

    Raises:
        AreasRefused: If the file is of another format, cannot be read, holds several layers, or does not
            say where its coordinates lie.
    """
    start = _first_bytes(path)
    if start.startswith(b"PK"):
        return _with_gdal(_shapefile_in(path))
    if start.startswith((_GEOPACKAGE, _SHAPEFILE)):
        return _with_gdal(str(path))
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return _geojson(path)
    raise whole_file(Kind.UNKNOWN_FORMAT, "neither GeoJSON, GeoPackage, shapefile nor a zip of one")


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError as error:
        raise whole_file(Kind.UNREADABLE, error.strerror or "cannot be opened") from error


def _shapefile_in(path: Path) -> str:
    """GDAL's address of the one shapefile in a zip; its content is checked like a bare file's."""
    try:
        with ZipFile(path) as archive:
            found = [name for name in archive.namelist() if name.lower().endswith(".shp")]
            if len(found) != 1:
                raise whole_file(Kind.SEVERAL_LAYERS, f"{len(found)} shapefiles in the zip, expected one")
            with archive.open(found[0]) as file:
                if file.read(4) != _SHAPEFILE:
                    raise whole_file(Kind.UNKNOWN_FORMAT, "the .shp in the zip is not a shapefile")
    except (BadZipFile, NotImplementedError, RuntimeError) as error:
        raise whole_file(Kind.UNREADABLE, str(error)) from error
    return f"/vsizip/{{{path.absolute()}}}/{found[0]}"


def _with_gdal(address: str) -> list[Feature]:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

    try:
        layers = [name for name, kind in pyogrio.list_layers(address) if kind is not None]
        if len(layers) != 1:
            raise whole_file(Kind.SEVERAL_LAYERS, f"layers with geometry: {', '.join(layers) or 'none'}")
        frame = pyogrio.read_dataframe(address, layer=layers[0], on_invalid="ignore", force_2d=True)
    except (DataSourceError, DataLayerError, FieldError, GeometryError, UnicodeDecodeError) as error:
        raise whole_file(Kind.UNREADABLE, str(error).replace(address, "the file")) from error
    shapes = _in_degrees(frame.geometry)
    records = frame.drop(columns=frame.geometry.name).to_dict("records")
    return [Feature(record, shape) for record, shape in zip(records, shapes, strict=True)]


def _geojson(path: Path) -> list[Feature]:
    from geopandas import GeoSeries

    try:
        document = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise whole_file(Kind.UNREADABLE, f"not JSON: {error}") from error
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise whole_file(Kind.UNKNOWN_FORMAT, "JSON, but not a GeoJSON FeatureCollection")
    made = [_feature(feature) for feature in features]
    series = GeoSeries([feature.geometry for feature in made], crs=_DEGREES)
    if "crs" in document:  # RFC 7946 dropped it; national files still use it
        series = _declared(series, document["crs"])
    shapes = _in_degrees(series)
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


def _in_degrees(series: "GeoSeries") -> list[Any]:
    """Reproject; coordinates that name no system are taken as degrees only where all of them could be."""
    if series.crs is not None:
        try:
            return list(series.to_crs(_DEGREES))
        except RuntimeError as error:  # pyproj's own errors are RuntimeErrors
            raise whole_file(Kind.NO_CRS, str(error)) from error
    if not in_degrees(tuple(series.total_bounds)):
        detail = f"no coordinate system is named, and {series.total_bounds} are not degrees"
        raise whole_file(Kind.NO_CRS, detail)
    return list(series)
