"""An operator imports boundaries: wards, districts or provinces, the whole file or nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.areas import DRAWN_METRES, Area, AreaKind, Boundary, Import
from app.store import areas, imports, venue_wards
from app.store.db import Session
from app.usecases.find_ward import wards_of
from app.usecases.read_areas import AreaFile

_LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True)
class AreasImported:
    """The version now in force, and what it did to the venues."""

    taken: Import
    new: bool
    """False when this very file was in force already, so that nothing was done."""
    venues_moved: int = 0
    venues_outside: int = 0


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
    placed = venue_wards.positions(session)
    wards = wards_of(session, [position for _, position, _ in placed])
    moved = {venue: ward for (venue, _, before), ward in zip(placed, wards, strict=True) if ward != before}
    venue_wards.set_wards(session, moved)
    return AreasImported(taken, new=True, venues_moved=len(moved), venues_outside=wards.count(None))
