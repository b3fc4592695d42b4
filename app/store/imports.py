"""Files that were taken in, newest last; and which boundaries are in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ScalarSelect, and_, case, func, or_, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.domain.areas import AreaKind, Import
from app.store.tables import ImportRow


def add(
    session: Session,
    kind: str,
    source: str,
    sha256: bytes,
    rows: int,
    *,
    valid_from: date | None = None,
    districts: int = 0,
    population: str = "",
    wards_version: int | None = None,
    now: datetime,
) -> Import:
    """Note that a file was taken in; everything that came with it carries this number."""
    row = ImportRow(
        kind=kind,
        source=source,
        sha256=sha256,
        rows=rows,
        imported_at=now,
        valid_from=valid_from,
        districts=districts,
        population=population,
        wards_version=wards_version,
    )
    session.add(row)
    session.flush()
    return _import(row)


def newest(session: Session, kind: str) -> Import | None:
    """The last import of a kind."""
    rows = session.exec(
        select(ImportRow).where(ImportRow.kind == kind).order_by(col(ImportRow.id).desc()).limit(1)
    )
    row = rows.first()
    return None if row is None else _import(row)


def with_content(session: Session, kind: str, sha256: bytes) -> Import | None:
    """The last import of this very file."""
    rows = session.exec(
        select(ImportRow)
        .where(ImportRow.kind == kind, ImportRow.sha256 == sha256)
        .order_by(col(ImportRow.id).desc())
        .limit(1)
    )
    row = rows.first()
    return None if row is None else _import(row)


def by_ids(session: Session, ids: Iterable[int]) -> list[Import]:
    """The imports with these numbers, oldest first."""
    rows = session.exec(select(ImportRow).where(col(ImportRow.id).in_(list(ids))).order_by(col(ImportRow.id)))
    return [_import(row) for row in rows]


def in_force(session: Session, kind: AreaKind, day: date | None = None) -> Import | None:
    """The version of some boundaries that is in force on a day, or now; None where there are none at all."""
    row = session.exec(select(ImportRow).where(col(ImportRow.id) == version(kind, day))).first()
    return None if row is None else _import(row)


def versions(session: Session, kind: AreaKind) -> list[Import]:
    """Every version of some boundaries, as they were imported."""
    rows = session.exec(select(ImportRow).where(ImportRow.kind == kind).order_by(col(ImportRow.id)))
    return [_import(row) for row in rows]


def overdue(session: Session, day: date) -> list[Import]:
    """The versions that are in force on a day, though everything still goes by others."""
    due = or_(*(col(ImportRow.id) == _of_kind(kind, day) for kind in AreaKind))
    rows = session.exec(
        select(ImportRow).where(due, col(ImportRow.in_force).is_(False)).order_by(col(ImportRow.id))
    )
    return [_import(row) for row in rows]


def put_in_force(session: Session, taken: Import) -> None:
    """From now on this is the version of its kind that everything without a day goes by."""
    session.execute(
        update(ImportRow)
        .where(col(ImportRow.kind) == taken.kind)
        .values(in_force=col(ImportRow.id) == taken.id)
    )


def version(kind: AreaKind, day: date | None = None) -> ScalarSelect[int | None]:
    """The number of the import that holds the areas of a kind in force, as a subquery.

    On a day: the version with the latest beginning that is not after it, and of several with the same the one
    imported last; before every beginning, the earliest. Without a day: the version that venues and lists go
    by now (`put_in_force`). Districts come with their wards or in a file of their own: of the two in force,
    the one imported last.
    """
    if kind is not AreaKind.DISTRICT:
        return _of_kind(kind, day)
    either = aliased(ImportRow)
    with_wards = and_(col(either.id) == _of_kind(AreaKind.WARD, day), col(either.districts) > 0)
    alone = col(either.id) == _of_kind(kind, day)
    return select_columns(func.max(either.id)).where(or_(with_wards, alone)).scalar_subquery()


def _of_kind(kind: AreaKind, day: date | None) -> ScalarSelect[int | None]:
    row = aliased(ImportRow)
    since = func.coalesce(col(row.valid_from), date.min)
    begun = since <= (day or date.min)
    on_the_day = (case((begun, 0), else_=1), case((begun, since)).desc(), since)
    order = on_the_day if day else (col(row.in_force).desc(),)
    found = select_columns(col(row.id)).where(col(row.kind) == kind.value)
    return found.order_by(*order, col(row.id).desc()).limit(1).scalar_subquery()


def _import(row: ImportRow) -> Import:
    assert row.id is not None  # noqa: S101 - it has been flushed
    return Import(
        row.id,
        row.kind,
        row.source,
        row.sha256,
        row.rows,
        row.imported_at,
        row.valid_from,
        row.districts,
        row.population,
        row.wards_version,
    )
