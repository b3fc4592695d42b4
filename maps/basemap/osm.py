"""OpenStreetMap extracts (.osm.pbf or .osm) -> the few things a quiet ground needs, in degrees."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from maps.areas import Bounds
from maps.basemap.kinds import AREAS, LINES
from maps.basemap.refused import BasemapRefused, Reason

Shapes = npt.NDArray[np.object_]

_PBF = b"\n\tOSMHeader"
"""What follows the four bytes of the first block's length."""
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>\s*)?<osm[\s>]")
_SNIFFED = 4096
"""GDAL guesses formats from the first bytes, and some of its formats are programs that open other files."""
_DRIVER = "OSM"


@dataclass(frozen=True, slots=True)
class Found:
    """Things of one geometry type: their kinds, shapes and names ("" where there is none)."""

    kinds: npt.NDArray[np.str_]
    shapes: Shapes
    names: npt.NDArray[np.object_]


def check_is_osm(path: Path) -> None:
    """Look at the first bytes before GDAL does.

    Raises:
        BasemapRefused: neither OSM PBF nor OSM XML, or it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_SNIFFED)
    except OSError as error:
        raise BasemapRefused(Reason.UNREADABLE, error.strerror or "cannot be opened") from error
    is_xml = _XML.match(start) and b"<!" not in start and b"VRT" not in start.upper()
    if start[4 : 4 + len(_PBF)] != _PBF and not is_xml:
        raise BasemapRefused(Reason.NOT_OSM, "the file begins neither as .osm.pbf nor as .osm")


def read_lines(path: Path, bounds: Bounds) -> Found:
    """Roads, railways, rivers and coasts that touch the bounds (west, south, east, north), without tunnels.

    Raises:
        BasemapRefused: the file cannot be read.
    """
    return _read(path, "lines", LINES, bounds)


def read_areas(path: Path, bounds: Bounds) -> Found:
    """Water and green that touch the bounds.

    Raises:
        BasemapRefused: the file cannot be read.
    """
    return _read(path, "multipolygons", AREAS, bounds)


def _read(
    path: Path,
    layer: str,
    wanted: Mapping[str, Mapping[str, str]],
    bounds: Bounds,
) -> Found:
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

    # By SQL, because the driver then skips the other layers instead of piling them up in memory.
    sql = f"SELECT * FROM {layer} WHERE {_where(wanted)}"  # noqa: S608 - every word of it is ours
    check_is_osm(path)
    try:
        with warnings.catch_warnings(), _own_folder():
            warnings.simplefilter("ignore", RuntimeWarning)  # an unclosed ring here and there is no news
            columns, shapes = _with_gdal(path, layer, sql, bounds)
    except (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError) as error:
        raise BasemapRefused(Reason.UNREADABLE, str(error).replace(str(path), "the file")) from error
    return _found(columns, shapely.from_wkb(shapes, on_invalid="ignore"), wanted)


def _with_gdal(path: Path, layer: str, sql: str, bounds: Bounds) -> tuple[dict[str, Any], Shapes]:
    import pyogrio

    options = {"CONFIG_FILE": str(files("maps.basemap").joinpath("osmconf.ini"))}
    if pyogrio.read_info(path, layer=layer, **options)["driver"] != _DRIVER:
        raise BasemapRefused(Reason.NOT_OSM, "GDAL takes it for something else")
    meta, _, shapes, columns = pyogrio.raw.read(path, sql=sql, sql_dialect="OGRSQL", bbox=bounds, **options)
    return dict(zip(meta["fields"], columns, strict=True)), shapes


@contextmanager
def _own_folder() -> Iterator[None]:
    """A folder that nobody else writes to: GDAL indexes large extracts on disk, under names one can guess."""
    import pyogrio

    before = pyogrio.get_gdal_config_option("CPL_TMPDIR")
    with TemporaryDirectory(prefix="ghe-", dir=before) as folder:
        pyogrio.set_gdal_config_options({"CPL_TMPDIR": folder})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({"CPL_TMPDIR": before})


def _where(wanted: Mapping[str, Mapping[str, str]]) -> str:
    listed = (f'"{key}" IN ({", ".join(repr(value) for value in values)})' for key, values in wanted.items())
    return " OR ".join(listed)


def _found(columns: Mapping[str, Any], shapes: Shapes, wanted: Mapping[str, Mapping[str, str]]) -> Found:
    kinds = np.full(len(shapes), "", dtype="U16")
    for key, values in wanted.items():
        for i in np.flatnonzero([value in values for value in columns[key]]):
            kinds[i] = kinds[i] or values[columns[key][i]]
    kept = (kinds != "") & ~shapely.is_missing(shapes)
    if "tunnel" in columns:
        for under in (columns["tunnel"], columns["covered"]):
            kept &= np.array([value in {None, "", "no"} for value in under], dtype=bool)
    names = columns.get("name", np.full(len(shapes), "", dtype=object))
    return Found(kinds[kept], shapes[kept], np.array([name or "" for name in names], dtype=object)[kept])
