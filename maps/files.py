"""Files of areas -> plain features in degrees. Opens GeoJSON, GeoPackage and shapefiles, and nothing else.

GDAL guesses a format from the content, and some formats are programs: a text file can name other files
of this machine, or other hosts. So the first bytes decide here, before GDAL sees the file, and GeoJSON is
read without it.
"""

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from maps.areas import Kind, whole_file
from maps.features import Feature
from maps.geojson import read_geojson
from maps.projection import reprojected

_GEOPACKAGE = b"SQLite format 3\0"
_SHAPEFILE = bytes((0, 0, 0x27, 0x0A))


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
        return read_geojson(path)
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
    shapes = reprojected(frame.geometry)
    records = frame.drop(columns=frame.geometry.name).to_dict("records")
    return [Feature(record, shape) for record, shape in zip(records, shapes, strict=True)]
