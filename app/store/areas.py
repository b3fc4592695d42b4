"""Boundaries by version. The newest version of a kind is the one in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ScalarSelect, func, insert
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.domain.areas import Area, AreaKind, Boundary
from app.domain.positions import Position
from app.store.tables import AreaRow, ImportRow


def add(session: Session, version: int, boundaries: Sequence[Boundary]) -> None:
    """Keep a whole version; from now on it is the one in force."""
    session.execute(insert(AreaRow), [_columns(version, boundary) for boundary in boundaries])


def areas(session: Session, kind: AreaKind) -> list[Area]:
    """The areas in force without their outlines, by code."""
    found = session.execute(
        select_columns(
            col(AreaRow.code),
            col(AreaRow.name),
            col(AreaRow.name_en),
            col(AreaRow.population),
            col(AreaRow.parent_code),
            col(AreaRow.approximate),
        )
        .where(col(AreaRow.version) == _newest(kind))
        .order_by(col(AreaRow.code))
    )
    return [
        Area(code, kind, name, name_en, population, parent, approximate)
        for code, name, name_en, population, parent, approximate in found
    ]


def drawn(session: Session, kind: AreaKind) -> dict[str, bytes]:
    """The simplified outlines in force, as WKB by code."""
    found = session.exec(
        select(AreaRow.code, AreaRow.drawn)
        .where(col(AreaRow.version) == _newest(kind))
        .order_by(col(AreaRow.code))
    )
    return dict(found.all())


def around(session: Session, position: Position) -> list[tuple[str, bytes]]:
    """Code and full outline of the wards whose bounding box holds a point: the few that may hold it."""
    found = session.exec(
        select(AreaRow.code, AreaRow.geometry)
        .where(
            col(AreaRow.version) == _newest(AreaKind.WARD),
            col(AreaRow.west) <= position.longitude,
            col(AreaRow.east) >= position.longitude,
            col(AreaRow.south) <= position.latitude,
            col(AreaRow.north) >= position.latitude,
        )
        .order_by(col(AreaRow.code))
    )
    return list(found.all())


def full(session: Session) -> list[tuple[str, bytes]]:
    """Code and full outline of every ward in force."""
    found = session.exec(
        select(AreaRow.code, AreaRow.geometry)
        .where(col(AreaRow.version) == _newest(AreaKind.WARD))
        .order_by(col(AreaRow.code))
    )
    return list(found.all())


def codes(session: Session, kind: AreaKind = AreaKind.WARD) -> set[str]:
    """The codes in force."""
    return set(session.exec(select(col(AreaRow.code)).where(col(AreaRow.version) == _newest(kind))))


def names(session: Session, wanted: Iterable[str]) -> dict[str, str]:
    """The names of some wards in force, by code."""
    rows = session.exec(
        select(AreaRow.code, AreaRow.name).where(
            col(AreaRow.version) == _newest(AreaKind.WARD), col(AreaRow.code).in_(set(wanted))
        )
    )
    return dict(rows.all())


def _newest(kind: AreaKind) -> ScalarSelect[int | None]:
    return select_columns(func.max(ImportRow.id)).where(col(ImportRow.kind) == kind.value).scalar_subquery()


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
