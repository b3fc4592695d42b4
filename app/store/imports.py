"""Files that were taken in, newest last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from app.domain.areas import Import
from app.store.tables import ImportRow


def add(session: Session, kind: str, source: str, sha256: bytes, rows: int, *, now: datetime) -> Import:
    """Note that a file was taken in; everything that came with it carries this number."""
    row = ImportRow(kind=kind, source=source, sha256=sha256, rows=rows, imported_at=now)
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


def _import(row: ImportRow) -> Import:
    assert row.id is not None  # noqa: S101 - it has been flushed
    return Import(row.id, row.kind, row.source, row.sha256, row.rows, row.imported_at)
