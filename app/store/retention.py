"""Deletes what retention has ended, visits apart. The keys are destroyed by the caller, before the rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import CompoundSelect, CursorResult, delete, func, select, union, update
from sqlalchemy.sql.dml import Delete
from sqlmodel import Session, col

from app.domain.cases import CaseState
from app.domain.ids import CaseId
from app.store import notices
from app.store.db import Database
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
    TraceListRow,
    TraceRow,
)

_SEALED_AT_ONCE: Final = 5_000


def delete_sealed_before(database: Database, first_kept: date) -> int:
    """Delete the sealed contacts of older days, some thousands at a time; returns how many.

    Between two slices whoever checks in has the writer. Persons are random numbers, so a slice of all numbers
    is about the same slice of a day.
    """
    epoch, person = col(SealedContactRow.epoch), col(SealedContactRow.person)
    with database.reading() as session:
        days = session.execute(select(epoch, func.count()).where(epoch < first_kept).group_by(epoch)).all()
    gone = 0
    for day, count in days:
        slices = -(-count // _SEALED_AT_ONCE)
        for number in range(slices):
            least, most = (UUID(int=(n << 128) // slices - (n == slices)) for n in (number, number + 1))
            end = person <= most if number + 1 == slices else person < most
            with database.writing() as session:
                slice_of_day = delete(SealedContactRow).where(epoch == day, person >= least, end)
                gone += _count(session, slice_of_day)
    return gone


def cases_closed_before(session: Session, moment: datetime) -> list[CaseId]:
    """The closed cases whose time has come and that still hold copies or a re-sealed contact."""
    # From what is held, not from the cases: of many years' closed cases nearly all hold nothing any more.
    holding: CompoundSelect[Any] = union(
        select(col(CaseVisitRow.case)),
        select(col(TraceRow.case)),
        select(col(ContactRow.case)).where(col(ContactRow.resealed).is_not(None)),
        select(col(NoticeRow.case)).where(col(NoticeRow.case).is_not(None)),
        select(col(SendingRow.case)).where(col(SendingRow.case).is_not(None)),
    )
    rows = session.execute(
        select(col(CaseRow.id)).where(
            col(CaseRow.state) == CaseState.CLOSED,
            col(CaseRow.closed_at) < moment,
            col(CaseRow.id).in_(holding),
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
    session.execute(delete(TraceListRow).where(col(TraceListRow.trace).in_(traces)))
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
