"""An operator imports boundaries: wards, districts or provinces, the whole file or nothing of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.domain.areas import DRAWN_METRES, Area, AreaKind, Boundary, Import
from app.domain.spans import local_day
from app.store import areas, city, imports
from app.store.db import Session
from app.usecases.follow_boundaries import follow_boundaries
from app.usecases.read_areas import AreaFile

if TYPE_CHECKING:
    import maps

_LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True)
class AreasImported:
    """The version that was taken in, and what it did to the venues."""

    taken: Import
    new: bool
    """False when this very file was taken in for the same time already, so that nothing was done."""
    in_force: Import
    """The version in force today: this one, unless it is valid later or another is newer."""
    venues_moved: int = 0
    venues_outside: int = 0


def prepare(file: AreaFile, *, approximate: bool = False) -> list[Boundary]:
    """Simplify for drawing, once, at the import: a map then reads what it draws and no more.

    The former districts follow their wards: each is what its wards are together, in full and as drawn, so
    that their borders are the same lines.
    """
    import maps

    drawn = maps.simplify(file.shapes, DRAWN_METRES[file.kind])
    wards = [
        _boundary(
            Area(
                shape.code,
                file.kind,
                shape.name,
                shape.name_en,
                shape.population,
                file.parents[shape.code].code if shape.code in file.parents else None,
                approximate,
            ),
            simple.geometry,
            shape.geometry,
        )
        for shape, simple in zip(file.shapes, drawn, strict=True)
    ]
    return [*wards, *_districts(file, drawn, approximate=approximate)]


def import_wards(
    session: Session,
    file: AreaFile,
    boundaries: Sequence[Boundary],
    *,
    source: str,
    population: str = "",
    valid_from: date | None = None,
    now: datetime,
) -> AreasImported:
    """Keep the boundaries as a version, valid from a day on or always; go over to it if it is in force today.

    The file that is in force from that day on already changes nothing.
    """
    before = imports.in_force(session, file.kind, valid_from or date.min)
    if before is not None and (before.sha256, before.valid_from) == (file.sha256, valid_from):
        return AreasImported(before, new=False, in_force=before)
    taken = imports.add(
        session,
        file.kind,
        source[:_LONGEST_SOURCE],
        file.sha256,
        len(file.shapes),
        valid_from=valid_from,
        population=population[:_LONGEST_SOURCE],
        districts=len(file.districts),
        now=now,
    )
    areas.add(session, taken.id, boundaries)
    today = local_day(now, city.policy(session).zone)
    followed = {done.version.id: done for done in follow_boundaries(session, today)}
    if taken.id in followed:
        done = followed[taken.id]
        return AreasImported(taken, True, taken, done.venues_moved, done.venues_outside)
    return AreasImported(taken, new=True, in_force=imports.in_force(session, file.kind) or taken)


def _boundary(area: Area, drawn: maps.Shape, full: maps.Shape) -> Boundary:
    import maps

    return Boundary(area, full.bounds, maps.to_wkb(drawn), maps.to_wkb(full))


def _districts(file: AreaFile, drawn: Sequence[maps.AreaShape], *, approximate: bool) -> Iterator[Boundary]:
    import maps

    parents = {parent.code: parent for parent in file.parents.values()}
    for code, parent in sorted(parents.items()):
        inside = [i for i, shape in enumerate(file.shapes) if file.parents.get(shape.code) == parent]
        heads = [file.shapes[i].population for i in inside]
        people = None if None in heads else sum(head or 0 for head in heads)
        area = Area(code, AreaKind.DISTRICT, parent.name, parent.name_en, people, None, approximate)
        outline = maps.dissolve([drawn[i].geometry for i in inside])
        yield _boundary(area, outline, maps.dissolved([file.shapes[i] for i in inside]))
