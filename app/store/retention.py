"""Deletes what retention has ended, visits apart. The keys are destroyed by the caller, before the rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.sql.dml import Delete
from sqlmodel import Session, col

from app.domain.cases import CaseState
from app.domain.ids import CaseId
from app.store import notices
from app.store.tables import (
    CaseRow,
    CaseVisitRow,
    ContactRow,
    EventExposureRow,
    EventTraceRow,
    ExposureRow,
    NoticeRow,
    ReleaseCodeRow,
    ResultRow,
    SealedContactRow,
    SendingRow,
    SessionRow,
    SignInLinkRow,
    SourceRunRow,
    TraceRow,
)


def delete_sealed_before(session: Session, first_kept: date) -> int:
    """Delete the sealed contacts of older days; returns how many."""
    return _count(session, delete(SealedContactRow).where(col(SealedContactRow.epoch) < first_kept))


def cases_closed_before(session: Session, moment: datetime) -> list[CaseId]:
    """The closed cases whose time has come and that still hold copies or a re-sealed contact."""
    holds = [
        select(col(CaseVisitRow.id)).where(col(CaseVisitRow.case) == col(CaseRow.id)).exists(),
        select(col(TraceRow.id)).where(col(TraceRow.case) == col(CaseRow.id)).exists(),
        select(col(ContactRow.id))
        .where(col(ContactRow.case) == col(CaseRow.id), col(ContactRow.resealed).is_not(None))
        .exists(),
        select(col(NoticeRow.id)).where(col(NoticeRow.case) == col(CaseRow.id)).exists(),
        select(col(SendingRow.id)).where(col(SendingRow.case) == col(CaseRow.id)).exists(),
    ]
    rows = session.execute(
        select(col(CaseRow.id)).where(
            col(CaseRow.state) == CaseState.CLOSED, col(CaseRow.closed_at) < moment, or_(*holds)
        )
    )
    return [CaseId(case) for case in rows.scalars()]


def strip_cases(session: Session, cases: Sequence[CaseId]) -> int:
    """Delete the copies of visits, exposures, notices and re-sealed details of these cases; returns how many.

    Test results stay, and nothing leads from them to a contact any more.
    """
    if not cases:
        return 0
    traces = select(col(TraceRow.id)).where(col(TraceRow.case).in_(cases))
    gone = _count(session, delete(ExposureRow).where(col(ExposureRow.trace).in_(traces)))
    gone += _count(session, delete(TraceRow).where(col(TraceRow.case).in_(cases)))
    gone += _count(session, delete(CaseVisitRow).where(col(CaseVisitRow.case).in_(cases)))
    gone += _count(session, delete(ReleaseCodeRow).where(col(ReleaseCodeRow.case).in_(cases)))
    gone += notices.delete_of_cases(session, cases)
    session.execute(
        update(ContactRow).where(col(ContactRow.case).in_(cases)).values(resealed=None, resealed_epoch=None)
    )
    followed = select(col(ContactRow.id)).where(col(ContactRow.case).in_(cases))
    session.execute(update(ResultRow).where(col(ResultRow.contact).in_(followed)).values(contact=None))
    return gone


def delete_event_traces_before(session: Session, moment: datetime) -> int:
    """Delete the traces of events made before a moment, with what they copied; returns how many traces."""
    old = select(col(EventTraceRow.id)).where(col(EventTraceRow.made_at) < moment)
    session.execute(delete(EventExposureRow).where(col(EventExposureRow.trace).in_(old)))
    return _count(session, delete(EventTraceRow).where(col(EventTraceRow.made_at) < moment))


def delete_source_runs_before(session: Session, moment: datetime) -> int:
    """Delete rankings of source venues made before a moment: small numbers about places of past cases."""
    return _count(session, delete(SourceRunRow).where(col(SourceRunRow.made_at) < moment))


def delete_sign_ins_before(session: Session, moment: datetime) -> int:
    """Delete sessions last used, and links that ran out, before a moment."""
    gone = _count(session, delete(SessionRow).where(col(SessionRow.seen_at) < moment))
    return gone + _count(session, delete(SignInLinkRow).where(col(SignInLinkRow.expires_at) < moment))


def _count(session: Session, statement: Delete) -> int:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount
