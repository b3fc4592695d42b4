"""Traces and the exposures that they copied into a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.domain.ids import CaseId, OfficialId, PersonId, VenueId, ZoneId
from app.domain.spans import Span
from app.science.tracing import Exposure
from app.store.db import insert_rows
from app.store.tables import ExposureRow, TraceRow


@dataclass(frozen=True, slots=True)
class Trace:
    """One run of the tracer over a case."""

    id: UUID
    case: CaseId
    number: int
    rule: str
    window: Span
    case_version: int
    made_by: OfficialId
    made_at: datetime
    undone_at: datetime | None = None


def next_number(session: Session, case: CaseId) -> int:
    """The number of the case's next trace, from 1."""
    last = session.exec(select(func.max(TraceRow.number)).where(TraceRow.case == case)).one()
    return (last or 0) + 1


def add(session: Session, trace: Trace, exposures: Sequence[tuple[PersonId, Exposure]]) -> None:
    """Keep a trace and its exposures in bulk."""
    session.add(
        TraceRow(
            id=trace.id,
            case=trace.case,
            number=trace.number,
            rule=trace.rule,
            window_start=trace.window.start,
            window_end=trace.window.end,
            case_version=trace.case_version,
            made_by=trace.made_by,
            made_at=trace.made_at,
        )
    )
    session.flush()
    numbers: dict[PersonId, int] = {}
    rows = []
    for person, exposure in exposures:
        numbers[person] = numbers.get(person, 0) + 1
        rows.append(_columns(trace.id, person, numbers[person], exposure))
    insert_rows(session, ExposureRow, rows)


def undo(session: Session, trace: UUID, *, now: datetime) -> None:
    """Put a trace aside; the one before it is in force again."""
    row = session.get_one(TraceRow, trace)
    row.undone_at = row.undone_at or now
    session.flush()


def of_case(session: Session, case: CaseId) -> list[Trace]:
    """A case's traces that are not undone, the newest first."""
    rows = session.exec(
        select(TraceRow)
        .where(TraceRow.case == case, col(TraceRow.undone_at).is_(None))
        .order_by(col(TraceRow.number).desc())
    )
    return [_trace(row) for row in rows]


def exposures(session: Session, trace: UUID) -> list[tuple[PersonId, Exposure]]:
    """A trace's exposures by person, in the order in which they were kept."""
    rows = session.exec(
        select(ExposureRow)
        .where(ExposureRow.trace == trace)
        .order_by(col(ExposureRow.person), col(ExposureRow.number))
    )
    return [(PersonId(row.person), _exposure(row)) for row in rows]


def _columns(trace: UUID, person: PersonId, number: int, exposure: Exposure) -> dict[str, object]:
    return {
        "trace": trace,
        "person": person,
        "number": number,
        "venue": exposure.venue,
        "zone": exposure.zone,
        "starts_at": exposure.span.start,
        "ends_at": exposure.span.end,
        "assumed": exposure.assumed,
        "assurance": exposure.assurance,
        "flags": exposure.flags,
        "parts": {
            "together": exposure.together.total_seconds(),
            "after": exposure.after.total_seconds(),
        },
    }


def _exposure(row: ExposureRow) -> Exposure:
    return Exposure(
        who=PersonId(row.person),
        venue=VenueId(row.venue),
        zone=None if row.zone is None else ZoneId(row.zone),
        span=Span(row.starts_at, row.ends_at),
        together=timedelta(seconds=row.parts["together"]),
        after=timedelta(seconds=row.parts["after"]),
        assumed=row.assumed,
        assurance=row.assurance,
        flags=row.flags,
    )


def _trace(row: TraceRow) -> Trace:
    return Trace(
        id=row.id,
        case=CaseId(row.case),
        number=row.number,
        rule=row.rule,
        window=Span(row.window_start, row.window_end),
        case_version=row.case_version,
        made_by=OfficialId(row.made_by),
        made_at=row.made_at,
        undone_at=row.undone_at,
    )


def lists(session: Session, case: CaseId, person: PersonId) -> bool:
    """Whether any trace of the case, undone or not, lists the person."""
    query = (
        select(col(ExposureRow.person))
        .join(TraceRow, col(TraceRow.id) == col(ExposureRow.trace))
        .where(TraceRow.case == case, ExposureRow.person == person)
    )
    return session.exec(query.limit(1)).first() is not None
