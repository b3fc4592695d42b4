"""The exposures that traces copied into a case, or into an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.domain.assurance import Assurance, Flag
from app.domain.ids import CaseId, PersonId, VenueId, ZoneId
from app.domain.spans import Span
from app.science.dose import Parts
from app.science.tracing import Exposure
from app.store import people
from app.store.direct import Direct, direct, readers
from app.store.tables import EventExposureRow, ExposureRow, TraceRow

_COLUMNS: Final = """
    SELECT coalesce(j."into", e.person), e.venue, e.zone, e.starts_at, e.ends_at, e.assumed, e.assurance,
        e.flags, e.companions, e.children, e.together, e.after, e.threshold, e.counted, e.on_shift,
        e.infectiousness, e.through_air, e.close_by, e.least, e.most
    FROM exposures e LEFT JOIN joined_persons j ON j.person = e.person
    WHERE e.trace = {value}
"""
_IN_ORDER: Final = " ORDER BY 1, e.person, e.number"
_OF_NAMES: Final = " AND e.person {in_ids}"


def exposures(session: Session, trace: UUID) -> list[tuple[PersonId, Exposure]]:
    """A trace's exposures by person, in the order in which they were kept; joined persons are one.

    Read directly, in one query: of a list of thousands the objects of the rows cost more than all the rest.
    """
    there = direct(session)
    return _read(there, there.ask(_COLUMNS + _IN_ORDER, trace.bytes if there.sqlite else trace))


def of_person(session: Session, trace: UUID, person: PersonId) -> list[Exposure]:
    """What one person under any name shared with the case, in the same order."""
    return of_names(session, trace, people.all_of(session, person))


def of_names(session: Session, trace: UUID, names: Iterable[PersonId]) -> list[Exposure]:
    """What was shared with the case under these names, in the same order."""
    there = direct(session)
    asked = trace.bytes if there.sqlite else trace
    rows = there.ask(_COLUMNS + _OF_NAMES + _IN_ORDER, asked, there.ids(names))
    return [exposure for _, exposure in _read(there, rows)]


def _read(there: Direct, rows: Sequence[Any]) -> list[tuple[PersonId, Exposure]]:
    read_id, read_time = readers(sqlite=there.sqlite)
    found = []
    for person, venue, zone, start, end, assumed, assurance, flags, companions, children, *worth in rows:
        who = PersonId(read_id(person))
        place = VenueId(read_id(venue)), None if zone is None else ZoneId(read_id(zone))
        times = Span(read_time(start), read_time(end))
        sure, weak = _ASSURANCES[assurance], _FLAGS[flags]
        kept = _exposure(who, *place, times, bool(assumed), sure, weak, companions, children, worth)
        found.append((who, kept))
    return found


_LAST: Final = """
    SELECT coalesce(j."into", e.person), max(e.starts_at)
    FROM exposures e LEFT JOIN joined_persons j ON j.person = e.person
    WHERE e.trace = {value}
    GROUP BY 1
"""


def last_starts(session: Session, trace: UUID) -> dict[PersonId, datetime]:
    """When the last exposure of each person in a trace began."""
    there = direct(session)
    read_id, read_time = readers(sqlite=there.sqlite)
    rows = there.ask(_LAST, trace.bytes if there.sqlite else trace)
    return {PersonId(read_id(person)): read_time(start) for person, start in rows}


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
        "together": exposure.together.total_seconds(),
        "after": exposure.after.total_seconds(),
        "threshold": exposure.threshold.total_seconds(),
        "counted": exposure.counted,
        "on_shift": exposure.on_shift,
        **(dict.fromkeys(DOSE) if exposure.parts is None else asdict(exposure.parts)),
    }


_ASSURANCES: Final = {each.value: each for each in Assurance}
_FLAGS: Final = [Flag(number) for number in range(2 * max(Flag))]
"""Looked up rather than made: an enum's own look-up takes a microsecond."""
DOSE: Final = tuple(field.name for field in fields(Parts))
"""The columns of the parts of a dose."""


def exposure_of(row: ExposureRow | EventExposureRow, who: PersonId) -> Exposure:
    """The exposure that a row holds, of the person under the name of today."""
    return _exposure(
        who,
        VenueId(row.venue),
        None if row.zone is None else ZoneId(row.zone),
        Span(row.starts_at, row.ends_at),
        row.assumed,
        row.assurance,
        row.flags,
        row.companions,
        row.children,
        (
            *(row.together, row.after, row.threshold, row.counted, row.on_shift),
            *(getattr(row, name) for name in DOSE),
        ),
    )


def _exposure(  # noqa: PLR0917 - the columns of a row
    who: PersonId,
    venue: VenueId,
    zone: ZoneId | None,
    span: Span,
    assumed: bool,  # noqa: FBT001
    assurance: Assurance,
    flags: Flag,
    companions: int,
    children: int,
    worth: Sequence[Any],
) -> Exposure:
    together, after, threshold, counted, on_shift, *dose = worth
    return Exposure(
        who=who,
        venue=venue,
        zone=zone,
        span=span,
        together=timedelta(seconds=together),
        after=timedelta(seconds=after),
        assumed=assumed,
        assurance=assurance,
        flags=flags,
        threshold=timedelta(seconds=threshold),
        counted=counted,
        parts=None if dose[0] is None else Parts(*dose),
        companions=companions,
        children=children,
        on_shift=bool(on_shift),
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
