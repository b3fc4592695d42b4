"""The identified humans of case files: enciphered details, found by keyed hashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.store.tables import SubjectRow


@dataclass(frozen=True, slots=True)
class SealedSubject:
    """What the database knows of a subject: nothing readable."""

    id: UUID
    jurisdiction: str | None
    details: bytes
    name_index: bytes
    phone_index: bytes | None


def add(session: Session, subject: SealedSubject, *, now: datetime) -> None:
    """Keep a new subject."""
    session.add(
        SubjectRow(
            id=subject.id,
            jurisdiction=subject.jurisdiction,
            details=subject.details,
            name_index=subject.name_index,
            phone_index=subject.phone_index,
            created_at=now,
        )
    )
    session.flush()


def get(session: Session, subject: UUID) -> SealedSubject:
    """One subject; a case always has one."""
    row = session.get_one(SubjectRow, subject)
    return SealedSubject(row.id, row.jurisdiction, row.details, row.name_index, row.phone_index)


def with_index(session: Session, index: bytes) -> list[UUID]:
    """The subjects whose name or phone number has this keyed hash."""
    rows = session.exec(
        select(col(SubjectRow.id)).where(
            or_(col(SubjectRow.name_index) == index, col(SubjectRow.phone_index) == index)
        )
    )
    return list(rows)


def by_ids(session: Session, ids: Iterable[UUID]) -> dict[UUID, SealedSubject]:
    """These subjects, in one query."""
    rows = session.exec(select(SubjectRow).where(col(SubjectRow.id).in_(list(ids))))
    return {
        row.id: SealedSubject(row.id, row.jurisdiction, row.details, row.name_index, row.phone_index)
        for row in rows
    }
