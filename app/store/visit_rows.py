"""Visits as rows of the drivers, and back: every column, in one order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from app.domain.assurance import Assurance, Flag
from app.domain.corrections import Correction
from app.domain.visits import Visit
from app.store.direct import Reader, microseconds

COLUMNS: Final = {
    "venue": "uuid",
    "entered_at": "timestamptz",
    "id": "uuid",
    "pseudonym": "uuid",
    "left_at": "timestamptz",
    "received_at": "timestamptz",
    "withdrawn_at": "timestamptz",
    "zone": "uuid",
    "assurance": "text",
    "flags": "smallint",
    "basis": "integer",
    "version": "integer",
    "companions": "smallint",
    "children": "smallint",
    "correction": "text",
    "first_left_at": "timestamptz",
}
"""Every column of a visit, with its type on PostgreSQL, in the order of `values_of`."""
COLUMN_NAMES: Final = ", ".join(COLUMNS)


def values_of(visit: Visit) -> tuple[object, ...]:
    """A visit's columns as SQLite keeps them."""
    return (
        visit.venue.bytes,
        microseconds(visit.entered_at),
        visit.id.bytes,
        visit.pseudonym.bytes,
        microseconds(visit.left_at),
        microseconds(visit.received_at),
        microseconds(visit.withdrawn_at),
        None if visit.zone is None else visit.zone.bytes,
        visit.assurance.value,
        int(visit.flags),
        visit.basis,
        visit.version,
        visit.companions,
        visit.children,
        None if visit.correction is None else visit.correction.value,
        microseconds(visit.first_left_at),
    )


def texts_of(visit: Visit) -> tuple[str, ...]:
    """A visit's columns as elements of PostgreSQL's arrays; none of these values needs quotes there."""
    return (
        visit.venue.hex,
        visit.entered_at.isoformat(),
        visit.id.hex,
        visit.pseudonym.hex,
        _time(visit.left_at),
        visit.received_at.isoformat(),
        _time(visit.withdrawn_at),
        "NULL" if visit.zone is None else visit.zone.hex,
        visit.assurance.value,
        str(int(visit.flags)),
        str(visit.basis),
        str(visit.version),
        str(visit.companions),
        str(visit.children),
        "NULL" if visit.correction is None else visit.correction.value,
        _time(visit.first_left_at),
    )


def _time(moment: datetime | None) -> str:
    return "NULL" if moment is None else moment.isoformat()


def visit_of(row: Sequence[Any], read_id: Reader, read_time: Reader) -> Visit:
    """The visit that a row holds, its ids and times read by `direct.readers`."""
    venue, _, visit, pseudonym, left, received, withdrawn, zone, assurance, flags, basis, *rest = row
    version, companions, children, correction, first_left = rest
    return Visit(
        venue=read_id(venue),
        id=read_id(visit),
        pseudonym=read_id(pseudonym),
        assurance=Assurance(assurance),
        received_at=read_time(received),
        basis=basis,
        zone=read_id(zone),
        flags=Flag(flags),
        left_at=read_time(left),
        withdrawn_at=read_time(withdrawn),
        version=version,
        companions=companions,
        children=children,
        correction=None if correction is None else Correction(correction),
        first_left_at=read_time(first_left),
    )
