"""Traces of cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.domain.ids import CaseId, OfficialId, PersonId
from app.domain.spans import Span
from app.science.tracing import Exposure
from app.store.bulk import insert_rows
from app.store.exposures import rows_of
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


def add(session: Session, trace: Trace, exposures: Sequence[tuple[PersonId, Exposure]] = ()) -> None:
    """Keep a trace and its exposures in bulk; those in columns come by `exposure_rows`."""
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
    insert_rows(session, ExposureRow, rows_of(trace.id, exposures))


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
