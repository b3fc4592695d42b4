"""A made-up city of square wards, about 11 km wide, side by side eastward from 106 E, 10 N."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import maps
from app.domain.areas import AreaKind
from app.domain.parents import Parent
from app.store.db import Database
from app.usecases.import_wards import AreasImported, import_wards, prepare
from app.usecases.read_areas import read_areas, with_parents

NAMES = ("Bến Nghé", "Đa Kao", "Phú Định", "Thạnh Lộc")
CODES = ("00004", "00007", "00010", "00013")


def square(column: int) -> list[list[list[float]]]:
    """The ring of one ward as GeoJSON has it."""
    west, east = round(106 + column / 10, 1), round(106.1 + column / 10, 1)
    return [[[west, 10.0], [east, 10.0], [east, 10.1], [west, 10.1], [west, 10.0]]]


def feature(column: int, **changed: Any) -> dict[str, Any]:
    """One ward; `coordinates` replaces its ring, anything else a property."""
    coordinates = changed.pop("coordinates", square(column))
    properties = {"code": CODES[column], "name": NAMES[column], "population": 50_000} | changed
    geometry = {"type": "Polygon", "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def merged() -> list[dict[str, Any]]:
    """The first two wards became one that keeps the second's code; the others stayed."""
    ring = [[[106.0, 10.0], [106.2, 10.0], [106.2, 10.1], [106.0, 10.1], [106.0, 10.0]]]
    return [feature(1, coordinates=ring, name="Bến Kao"), feature(2), feature(3)]


def written(path: Path, features: Sequence[Mapping[str, Any]] | None = None) -> Path:
    """A GeoJSON file of the whole city, or of these features."""
    features = [feature(i) for i in range(len(CODES))] if features is None else features
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@cache
def _prepared(content: bytes, suffix: str, parents: tuple[tuple[str, Parent], ...]) -> tuple[Any, Any]:
    """A file's areas and their boundaries, worked out once for all the tests that bring the same file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"areas{suffix}"
        path.write_bytes(content)
        file = read_areas(path, AreaKind.WARD, maps.Columns())
    if parents:
        file = with_parents(file, dict(parents))
    return file, prepare(file)


def take_in(
    database: Database,
    path: Path,
    now: datetime,
    *,
    valid_from: date | None = None,
    parents: Mapping[str, Parent] | None = None,
    population: str = "",
) -> AreasImported:
    """Import a file of wards as the command does."""
    file, boundaries = _prepared(path.read_bytes(), path.suffix, tuple(sorted((parents or {}).items())))
    with database.writing() as session:
        said = {"source": path.name, "population": population, "valid_from": valid_from}
        return import_wards(session, file, boundaries, **said, now=now)
