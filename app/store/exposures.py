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
from app.store import people
from app.store.tables import EventExposureRow, ExposureRow, TraceRow


def exposures(session: Session, trace: UUID) -> list[tuple[PersonId, Exposure]]:
    """A trace's exposures by person, in the order in which they were kept; joined persons are one."""
    rows = session.exec(
        select(ExposureRow)
        .where(ExposureRow.trace == trace)
        .order_by(col(ExposureRow.person), col(ExposureRow.number))
    ).all()
    names = people.canonical(session, {PersonId(row.person) for row in rows})
    named = [(names[PersonId(row.person)], row) for row in rows]
    return [(who, exposure_of(row, who)) for who, row in sorted(named, key=lambda one: one[0].bytes)]


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
        "companions": exposure.companions,
        "children": exposure.children,
        "parts": {
            "together": exposure.together.total_seconds(),
            "after": exposure.after.total_seconds(),
            "threshold": exposure.threshold.total_seconds(),
            "counted": exposure.counted,
            "on_shift": exposure.on_shift,
            "dose": None if exposure.parts is None else asdict(exposure.parts),
        },
    }


_OLD_THRESHOLD: Final = 15 * 60
"""Seconds: traces made by the first rule kept minutes only."""


def exposure_of(row: ExposureRow | EventExposureRow, who: PersonId) -> Exposure:
    """The exposure that a row holds, of the person under the name of today."""
    dose = row.parts.get("dose")
    return Exposure(
        who=who,
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
        companions=row.companions,
        children=row.children,
        on_shift=row.parts.get("on_shift", False),
    )


def lists(session: Session, case: CaseId, person: PersonId) -> bool:
    """Whether any trace of the case, undone or not, lists the person under any name."""
    names = people.all_of(session, person)
    query = (
        select(col(ExposureRow.person))
        .join(TraceRow, col(TraceRow.id) == col(ExposureRow.trace))
        .where(TraceRow.case == case, col(ExposureRow.person).in_(names))
    )
    return session.exec(query.limit(1)).first() is not None
