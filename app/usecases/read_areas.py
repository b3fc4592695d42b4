"""A file of areas, read and found whole, before anything is imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.areas import AreaKind
from app.domain.errors import FileProblem, FileRefused, Problem

if TYPE_CHECKING:
    import maps


_LONGEST_CODE, _LONGEST_NAME = 16, 120


@dataclass(frozen=True, slots=True)
class AreaFile:
    """A file of areas, read and found whole."""

    kind: AreaKind
    sha256: bytes
    """Of what was read, not of the file: a shapefile is several files, and columns can be chosen."""
    shapes: tuple[maps.AreaShape, ...]


def read_areas(path: Path, kind: AreaKind, columns: maps.Columns) -> AreaFile:
    """Read GeoJSON, GeoPackage or shapefile in any coordinate system.

    Raises:
        FileRefused: everything that is wrong with it, by feature.
    """
    import maps

    try:
        shapes = maps.read_areas(path, columns)
    except maps.AreasRefused as refused:
        raise FileRefused([_problem(found) for found in refused.problems]) from None
    if too_long := [problem for i, shape in enumerate(shapes) for problem in _too_long(i, shape)]:
        raise FileRefused(too_long)
    return area_file(kind, shapes)


def area_file(kind: AreaKind, shapes: Sequence[maps.AreaShape]) -> AreaFile:
    """Areas that were made rather than read."""
    return AreaFile(kind, _digest(shapes), tuple(shapes))


def _digest(shapes: Sequence[maps.AreaShape]) -> bytes:
    import maps

    digest = sha256()
    for shape in shapes:
        digest.update(repr((shape.code, shape.name, shape.name_en, shape.population)).encode())
        digest.update(maps.to_wkb(shape.geometry))
    return digest.digest()


def _problem(found: maps.Problem) -> FileProblem:
    place = None if found.index is None else found.index + 1
    return FileProblem(
        place, Problem(found.code or found.name, f"area-{found.kind}", (("detail", found.detail),))
    )


def _too_long(index: int, shape: maps.AreaShape) -> list[FileProblem]:
    limits = ((shape.code, _LONGEST_CODE), (shape.name, _LONGEST_NAME), (shape.name_en, _LONGEST_NAME))
    return [
        FileProblem(index + 1, Problem(shape.code[:40], "area-too-long", (("longest", longest),)))
        for text, longest in limits
        if len(text) > longest
    ]
