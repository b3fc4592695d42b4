"""The exposures that traces copied into a case."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.domain.ids import CaseId, PersonId, VenueId, ZoneId
from app.domain.spans import Span
from app.science.tracing import Exposure
from app.store.tables import ExposureRow, TraceRow


def exposures(session: Session, trace: UUID) -> list[tuple[PersonId, Exposure]]:
    """A trace's exposures by person, in the order in which they were kept."""
    rows = session.exec(
        select(ExposureRow)
        .where(ExposureRow.trace == trace)
        .order_by(col(ExposureRow.person), col(ExposureRow.number))
    )
    return [(PersonId(row.person), _exposure(row)) for row in rows]


def columns_of(trace: UUID, person: PersonId, number: int, exposure: Exposure) -> dict[str, object]:
    """An exposure as the columns of its row."""
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


def lists(session: Session, case: CaseId, person: PersonId) -> bool:
    """Whether any trace of the case, undone or not, lists the person."""
    query = (
        select(col(ExposureRow.person))
        .join(TraceRow, col(TraceRow.id) == col(ExposureRow.trace))
        .where(TraceRow.case == case, ExposureRow.person == person)
    )
    return session.exec(query.limit(1)).first() is not None
