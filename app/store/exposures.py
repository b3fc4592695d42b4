"""The exposures that traces copied into a case, or into an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.domain.ids import CaseId, PersonId, VenueId, ZoneId
from app.domain.spans import Span
from app.science.dose import Parts
from app.science.tracing import Exposure
from app.store.tables import EventExposureRow, ExposureRow, TraceRow


def exposures(session: Session, trace: UUID) -> list[tuple[PersonId, Exposure]]:
    """A trace's exposures by person, in the order in which they were kept."""
    rows = session.exec(
        select(ExposureRow)
        .where(ExposureRow.trace == trace)
        .order_by(col(ExposureRow.person), col(ExposureRow.number))
    )
    return [(PersonId(row.person), exposure_of(row)) for row in rows]


def rows_of(trace: UUID, exposures: Sequence[tuple[PersonId, Exposure]]) -> list[dict[str, object]]:
    """The exposures of a trace as the columns of their rows, each person's numbered from 1."""
    numbers: dict[PersonId, int] = {}
    rows = []
    for person, exposure in exposures:
        numbers[person] = numbers.get(person, 0) + 1
        rows.append(_columns_of(trace, person, numbers[person], exposure))
    return rows


def _columns_of(trace: UUID, person: PersonId, number: int, exposure: Exposure) -> dict[str, object]:
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
            "threshold": exposure.threshold.total_seconds(),
            "counted": exposure.counted,
            "dose": None if exposure.parts is None else asdict(exposure.parts),
        },
    }


_OLD_THRESHOLD: Final = 15 * 60
"""Seconds: traces made by the first rule kept minutes only."""


def exposure_of(row: ExposureRow | EventExposureRow) -> Exposure:
    """The exposure that a row holds."""
    dose = row.parts.get("dose")
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
        threshold=timedelta(seconds=row.parts.get("threshold", _OLD_THRESHOLD)),
        counted=row.parts.get("counted"),
        parts=None if dose is None else Parts(**dose),
    )


def lists(session: Session, case: CaseId, person: PersonId) -> bool:
    """Whether any trace of the case, undone or not, lists the person."""
    query = (
        select(col(ExposureRow.person))
        .join(TraceRow, col(TraceRow.id) == col(ExposureRow.trace))
        .where(TraceRow.case == case, ExposureRow.person == person)
    )
    return session.exec(query.limit(1)).first() is not None
