"""What people are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from app.domain.ids import CaseId, PersonId
from app.store.tables import NoticeRow


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as its person reads it; the words belong to its kind."""

    id: UUID
    kind: str
    published_at: datetime
    read_at: datetime | None


def add(session: Session, person: PersonId, kind: str, case: CaseId | None, *, now: datetime) -> None:
    """Tell a person something."""
    session.add(NoticeRow(id=uuid4(), person=person, case=case, kind=kind, published_at=now))
    session.flush()


def of_persons(session: Session, persons: Sequence[PersonId]) -> list[Notice]:
    """What these persons have been told, the newest first."""
    rows = session.exec(
        select(NoticeRow)
        .where(col(NoticeRow.person).in_(persons), col(NoticeRow.withdrawn_at).is_(None))
        .order_by(col(NoticeRow.published_at).desc(), col(NoticeRow.id))
    )
    return [Notice(row.id, row.kind, row.published_at, row.read_at) for row in rows]
