"""A map's numbers as a GeoPackage, for geographic information systems. Hidden numbers are not in it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any

import shapely

from maps.case_map import CaseMap
from maps.chosen import frame_of
from maps.records import metadata, over, records

if TYPE_CHECKING:
    from pandas import DataFrame

_one_date = Lock()
"""GDAL keeps its options, and with them the date that it writes, for the whole process."""


def to_geopackage(
    case_map: CaseMap, frame: int | None = None, *, written_at: datetime, stamp: str = ""
) -> bytes:
    """One frame as the layer "areas" in EPSG:4326; tables "metadata" and, for several frames, "frames".

    What is drawn over the areas has layers of its own: "venues", "links", "outlines".

    Args:
        case_map: What is written.
        frame: Number of the frame on the layer, from the end below 0; without it, the one shown first.
        written_at: When, for the fields of the format that want to know; nothing else depends on it.
        stamp: Who took this out of the system, and when.

    Raises:
        NoSuchFrame: see there.
        ValueError: If `written_at` names no time zone.
    """
    index = frame_of(case_map, frame)
    if written_at.tzinfo is None:
        raise ValueError("a time without a zone")
    with TemporaryDirectory() as folder, _dated(written_at):
        path = Path(folder) / "map.gpkg"
        _write_areas(case_map, index, path)
        _write_over(case_map, path)
        _write_others(case_map, index, path, stamp)
        return path.read_bytes()


@contextmanager
def _dated(written_at: datetime) -> Iterator[None]:
    """GDAL writes this time into the file; else the same map would be other bytes every second."""
    import pyogrio

    moment = written_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    with _one_date:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _write_areas(case_map: CaseMap, index: int, path: Path) -> None:
    import geopandas
    import pyogrio

    shapes = shapely.orient_polygons([area.geometry for area in case_map.areas])
    frame = geopandas.GeoDataFrame(_table(records(case_map, index)), geometry=shapes, crs="EPSG:4326")
    pyogrio.write_dataframe(
        frame, path, layer="areas", driver="GPKG", geometry_type="MultiPolygon", promote_to_multi=True
    )


def _write_over(case_map: CaseMap, path: Path) -> None:
    """Venues, links and outlines, each in a layer of its own."""
    import geopandas
    import pyogrio

    for kind, rows in over(case_map).items():
        columns, shapes = [one for one, _ in rows], [shape for _, shape in rows]
        frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")
        several = {"geometry_type": "MultiPolygon", "promote_to_multi": True} if kind == "outline" else {}
        pyogrio.write_dataframe(frame, path, layer=f"{kind}s", driver="GPKG", **several)


def _write_others(case_map: CaseMap, index: int, path: Path, stamp: str) -> None:
    import pandas as pd
    import pyogrio

    said = pd.DataFrame(metadata(case_map, index, stamp).items(), columns=["key", "value"])
    pyogrio.write_dataframe(said, path, layer="metadata", driver="GPKG")
    if len(case_map.frames) > 1:
        steps = (
            {"period": frame.label} | record
            for number, frame in enumerate(case_map.frames)
            for record in records(case_map, number)
        )
        pyogrio.write_dataframe(_table(steps), path, layer="frames", driver="GPKG")


def _table(rows: Iterable[dict[str, Any]]) -> "DataFrame":
    """Numbers with gaps: a column without any number must not become one of texts."""
    import pandas as pd

    return pd.DataFrame(list(rows)).astype({"value": float, "before": float})
