"""Traces of events, and the presences that they copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.domain.ids import EventId, OfficialId, PersonId
from app.science.tracing import Exposure
from app.store import people
from app.store.bulk import insert_rows
from app.store.exposures import exposure_of, rows_of
from app.store.tables import EventExposureRow, EventTraceRow


@dataclass(frozen=True, slots=True)
class EventTrace:
    """One run of the tracer over an event."""

    id: UUID
    event: EventId
    number: int
    rule: str
    made_by: OfficialId
    made_at: datetime


def next_number(session: Session, event: EventId) -> int:
    """The number of the event's next trace, from 1."""
    last = session.exec(select(func.max(EventTraceRow.number)).where(EventTraceRow.event == event)).one()
    return (last or 0) + 1


def add(session: Session, trace: EventTrace, exposures: Sequence[tuple[PersonId, Exposure]]) -> None:
    """Keep a trace and its exposures in bulk."""
    session.add(
        EventTraceRow(
            id=trace.id,
            event=trace.event,
            number=trace.number,
            rule=trace.rule,
            made_by=trace.made_by,
            made_at=trace.made_at,
        )
    )
    session.flush()
    insert_rows(session, EventExposureRow, rows_of(trace.id, exposures))


def undo(session: Session, trace: UUID, *, now: datetime) -> None:
    """Put a trace aside; the one before it is in force again."""
    row = session.get_one(EventTraceRow, trace)
    row.undone_at = row.undone_at or now
    session.flush()


def in_force(session: Session, event: EventId) -> EventTrace | None:
    """The event's newest trace that is not undone."""
    row = session.exec(
        select(EventTraceRow)
        .where(EventTraceRow.event == event, col(EventTraceRow.undone_at).is_(None))
        .order_by(col(EventTraceRow.number).desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return EventTrace(row.id, EventId(row.event), row.number, row.rule, OfficialId(row.made_by), row.made_at)


def exposures(session: Session, trace: UUID) -> list[Exposure]:
    """A trace's exposures by person, in the order in which they were kept; joined persons are one."""
    rows = session.exec(
        select(EventExposureRow)
        .where(EventExposureRow.trace == trace)
        .order_by(col(EventExposureRow.person), col(EventExposureRow.number))
    ).all()
    names = people.canonical(session, {PersonId(row.person) for row in rows})
    found = [exposure_of(row, names[PersonId(row.person)]) for row in rows]
    return sorted(found, key=lambda exposure: exposure.who.bytes)
