"""Boundaries by version. With a day: those in force on it; without: those that venues and lists go by now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, insert
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.domain.areas import Area, AreaKind, Boundary, District
from app.domain.positions import Position
from app.store import imports
from app.store.tables import AreaRow


def add(session: Session, version: int, boundaries: Sequence[Boundary]) -> None:
    """Keep a whole version: the areas of one kind, or wards with their former districts."""
    session.execute(insert(AreaRow), [_columns(version, boundary) for boundary in boundaries])


def areas(session: Session, kind: AreaKind, day: date | None = None) -> list[Area]:
    """The areas without their outlines, by code."""
    found = session.execute(
        select_columns(
            col(AreaRow.code),
            col(AreaRow.name),
            col(AreaRow.name_en),
            col(AreaRow.population),
            col(AreaRow.parent_code),
            col(AreaRow.approximate),
        )
        .where(_in_force(kind, day))
        .order_by(col(AreaRow.code))
    )
    return [
        Area(code, kind, name, name_en, population, parent, approximate)
        for code, name, name_en, population, parent, approximate in found
    ]


def drawn(session: Session, kind: AreaKind, day: date | None = None) -> dict[str, bytes]:
    """The simplified outlines, as WKB by code."""
    found = session.exec(
        select(AreaRow.code, AreaRow.drawn).where(_in_force(kind, day)).order_by(col(AreaRow.code))
    )
    return dict(found.all())


def districts(session: Session, day: date | None = None) -> list[District]:
    """The former districts with the codes of their wards, by code; one that no ward names is left out."""
    wards: dict[str, list[str]] = {}
    for ward in areas(session, AreaKind.WARD, day):
        if ward.parent is not None:
            wards.setdefault(ward.parent, []).append(ward.code)
    return [
        District(area.code, area.name, area.name_en, tuple(wards[area.code]))
        for area in areas(session, AreaKind.DISTRICT, day)
        if area.code in wards
    ]


def around(session: Session, position: Position) -> list[tuple[str, bytes]]:
    """Code and full outline of the wards whose bounding box holds a point: the few that may hold it."""
    found = session.exec(
        select(AreaRow.code, AreaRow.geometry)
        .where(
            _in_force(AreaKind.WARD),
            col(AreaRow.west) <= position.longitude,
            col(AreaRow.east) >= position.longitude,
            col(AreaRow.south) <= position.latitude,
            col(AreaRow.north) >= position.latitude,
        )
        .order_by(col(AreaRow.code))
    )
    return list(found.all())


def full(session: Session) -> list[tuple[str, bytes]]:
    """Code and full outline of every ward."""
    found = session.exec(
        select(AreaRow.code, AreaRow.geometry).where(_in_force(AreaKind.WARD)).order_by(col(AreaRow.code))
    )
    return list(found.all())


def codes(session: Session, kind: AreaKind = AreaKind.WARD, day: date | None = None) -> set[str]:
    """The codes alone."""
    return set(session.exec(select(col(AreaRow.code)).where(_in_force(kind, day))))


def names(session: Session, wanted: Iterable[str]) -> dict[str, str]:
    """The names of some wards, by code."""
    rows = session.exec(
        select(AreaRow.code, AreaRow.name).where(_in_force(AreaKind.WARD), col(AreaRow.code).in_(set(wanted)))
    )
    return dict(rows.all())


def _in_force(kind: AreaKind, day: date | None = None) -> ColumnElement[bool]:
    # by kind too: former districts share the version of their wards
    return and_(col(AreaRow.version) == imports.version(kind, day), col(AreaRow.kind) == kind.value)


def _columns(version: int, boundary: Boundary) -> dict[str, object]:
    area = boundary.area
    west, south, east, north = boundary.bounds
    return {
        "version": version,
        "code": area.code,
        "kind": area.kind.value,
        "parent_code": area.parent,
        "name": area.name,
        "name_en": area.name_en,
        "population": area.population,
        "approximate": area.approximate,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "drawn": boundary.drawn,
        "geometry": boundary.full,
    }
