"""An operator imports boundaries: wards, districts or provinces, the whole file or nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.areas import DRAWN_METRES, Area, AreaKind, Boundary, Import
from app.domain.errors import FileProblem, FileRefused, Problem
from app.store import areas, imports, venues
from app.store.db import Session
from app.usecases.find_ward import wards_of

if TYPE_CHECKING:
    import maps

_LONGEST_CODE, _LONGEST_NAME, _LONGEST_SOURCE = 16, 120, 200


@dataclass(frozen=True, slots=True)
class AreaFile:
    """A file of areas, read and found whole."""

    kind: AreaKind
    sha256: bytes
    """Of what was read, not of the file: a shapefile is several files, and columns can be chosen."""
    shapes: tuple[maps.AreaShape, ...]


@dataclass(frozen=True, slots=True)
class AreasImported:
    """The version now in force, and what it did to the venues."""

    taken: Import
    new: bool
    """False when this very file was in force already, so that nothing was done."""
    venues_moved: int = 0
    venues_outside: int = 0


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


def prepare(file: AreaFile, *, approximate: bool = False) -> list[Boundary]:
    """Simplify for drawing, once, at the import: a map then reads what it draws and no more."""
    import maps

    drawn = maps.simplify(file.shapes, DRAWN_METRES[file.kind])
    return [
        Boundary(
            Area(shape.code, file.kind, shape.name, shape.name_en, shape.population, None, approximate),
            shape.geometry.bounds,
            maps.to_wkb(simple.geometry),
            maps.to_wkb(shape.geometry),
        )
        for shape, simple in zip(file.shapes, drawn, strict=True)
    ]


def import_wards(
    session: Session, file: AreaFile, boundaries: Sequence[Boundary], *, source: str, now: datetime
) -> AreasImported:
    """Make the boundaries the version in force, and put every venue into its ward again.

    The file that is in force already changes nothing.
    """
    newest = imports.newest(session, file.kind)
    if newest is not None and newest.sha256 == file.sha256:
        return AreasImported(newest, new=False)
    taken = imports.add(session, file.kind, source[:_LONGEST_SOURCE], file.sha256, len(boundaries), now=now)
    areas.add(session, taken.id, boundaries)
    if file.kind is not AreaKind.WARD:
        return AreasImported(taken, new=True)
    placed = venues.positions(session)
    wards = wards_of(session, [position for _, position, _ in placed])
    moved = {venue: ward for (venue, _, before), ward in zip(placed, wards, strict=True) if ward != before}
    venues.set_wards(session, moved)
    return AreasImported(taken, new=True, venues_moved=len(moved), venues_outside=wards.count(None))


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
