"""What somebody asks about their own visits: how many, which stand in case files, and taking all back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import CursorResult, func, or_, update
from sqlmodel import Session, col, delete, select

from app.domain.ids import PersonId, Pseudonym, VenueId
from app.domain.policy import LegalBasis
from app.domain.spans import Span
from app.store.bulk import batched
from app.store.notices import EXPOSURE
from app.store.tables import (
    CardRow,
    CaseRow,
    CaseVisitRow,
    DeviceTokenRow,
    JoinCodeRow,
    JoinedPersonRow,
    LegalBasisRow,
    NoticeRow,
    PersonRow,
    SealedContactRow,
    VisitRow,
)

_VALUES_A_QUERY: Final = 5000


def count_of(session: Session, pseudonyms: Iterable[Pseudonym]) -> int:
    """How many visits stand under these pseudonyms and are not withdrawn."""
    return sum(
        session.exec(
            select(func.count()).where(
                col(VisitRow.pseudonym).in_(some), col(VisitRow.withdrawn_at).is_(None)
            )
        ).one()
        for some in batched(pseudonyms, _VALUES_A_QUERY)
    )


def withdraw_all(session: Session, pseudonyms: Iterable[Pseudonym], *, now: datetime) -> int:
    """Take back all visits under these pseudonyms; returns how many."""
    kept = col(VisitRow.withdrawn_at).is_(None)
    return sum(
        _count(
            session,
            update(VisitRow)
            .where(col(VisitRow.pseudonym).in_(some), kept)
            .values(withdrawn_at=now, version=col(VisitRow.version) + 1),
        )
        for some in batched(pseudonyms, _VALUES_A_QUERY)
    )


def bases(session: Session, ids: Iterable[int]) -> dict[int, LegalBasis]:
    """The legal bases of visits, by their rows."""
    rows = session.exec(select(LegalBasisRow).where(col(LegalBasisRow.id).in_(list(ids))))
    return {row.id: LegalBasis(row.kind, row.reference) for row in rows if row.id is not None}


def copies(session: Session, names: Sequence[PersonId]) -> list[tuple[VenueId, Span]]:
    """Where and when case files hold visits that these persons handed over: up to the latest likely end."""
    rows = session.exec(
        select(CaseVisitRow).where(
            col(CaseVisitRow.person).in_(names), col(CaseVisitRow.removed_at).is_(None)
        )
    )
    return [(VenueId(row.venue), Span(row.entered_at, row.left_most or row.left_at)) for row in rows]


def openings(session: Session, names: Sequence[PersonId]) -> list[tuple[datetime, str]]:
    """When contact details of these persons were opened and for which disease, the newest first."""
    rows = session.exec(
        select(NoticeRow.published_at, CaseRow.disease)
        .join(CaseRow, col(CaseRow.id) == col(NoticeRow.case))
        .where(col(NoticeRow.person).in_(names), NoticeRow.kind == "contact_opened")
        .order_by(col(NoticeRow.published_at).desc(), col(NoticeRow.id))
    )
    return [(at, disease) for at, disease in rows]


def has_been_told(session: Session, names: Sequence[PersonId], *, now: datetime) -> bool:
    """Whether these persons have been told about a case or an event: its file lists visits of theirs."""
    told = select(col(NoticeRow.id)).where(
        col(NoticeRow.person).in_(names),
        NoticeRow.kind == EXPOSURE,
        col(NoticeRow.published_at) <= now,
    )
    return session.exec(told.limit(1)).first() is not None


def contact_days(session: Session, names: Sequence[PersonId]) -> list[date]:
    """The days to which sealed contact details of these persons belong, in order."""
    rows = session.exec(
        select(col(SealedContactRow.epoch))
        .where(col(SealedContactRow.person).in_(names))
        .distinct()
        .order_by(col(SealedContactRow.epoch))
    )
    return list(rows)


def erase_details(session: Session, names: Sequence[PersonId]) -> int:
    """Delete all sealed contact details of these persons; returns how many rows."""
    return _count(session, delete(SealedContactRow).where(col(SealedContactRow.person).in_(names)))


def erase_persons(session: Session, names: Sequence[PersonId]) -> int:
    """Delete what speaks for these persons, and the persons; returns how many browsers and recovery codes.

    A person with a printed card stays, for the card's sake.
    """
    joined = or_(col(JoinedPersonRow.person).in_(names), col(JoinedPersonRow.into).in_(names))
    session.execute(delete(JoinedPersonRow).where(joined))
    session.execute(delete(JoinCodeRow).where(col(JoinCodeRow.person).in_(names)))
    tokens = _count(session, delete(DeviceTokenRow).where(col(DeviceTokenRow.person).in_(names)))
    has_card = select(CardRow.person).where(col(CardRow.person) == col(PersonRow.id)).exists()
    session.execute(delete(PersonRow).where(col(PersonRow.id).in_(names), ~has_card))
    return tokens


def _count(session: Session, statement: Any) -> int:  # noqa: ANN401 - an update or a delete
    return cast("CursorResult[Any]", session.execute(statement)).rowcount
