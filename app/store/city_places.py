"""Venues, zones and joined persons of a whole city: only what tracing asks of them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from app.domain.opening_hours import OpeningHours
from app.domain.spaces import Ventilation
from app.domain.venue_kinds import VenueKind
from app.store.tables import JoinedPersonRow, VenueRow, ZoneRow
from app.store.venue_rows import read_hours


class Place(NamedTuple):
    """A venue."""

    id: UUID
    kind: VenueKind
    capacity: int
    ventilation: Ventilation | None
    hours: OpeningHours
    parent: UUID | None


class Part(NamedTuple):
    """A zone of a venue."""

    id: UUID
    venue: UUID
    capacity: int | None
    volume: float | None
    ventilation: Ventilation | None


def places(session: Session) -> list[Place]:
    """All venues, by id."""
    weeks: dict[str, OpeningHours] = {}
    rows = session.execute(
        select(
            *(col(c) for c in (VenueRow.id, VenueRow.kind, VenueRow.capacity, VenueRow.ventilation)),
            col(VenueRow.hours),
            col(VenueRow.parent),
        ).order_by(col(VenueRow.id))
    )
    found = []
    for key, kind, capacity, ventilation, hours, parent in rows:
        written = str(hours)
        # A city has few different weeks, and as many venues as it likes.
        if written not in weeks:
            weeks[written] = read_hours(hours)
        found.append(Place(key, kind, capacity, ventilation, weeks[written], parent))
    return found


def parts(session: Session) -> list[Part]:
    """All zones, removed ones too, by id: visits name them still."""
    rows = session.execute(
        select(
            *(col(c) for c in (ZoneRow.id, ZoneRow.venue, ZoneRow.capacity)),
            col(ZoneRow.volume_m3),
            col(ZoneRow.ventilation),
        ).order_by(col(ZoneRow.id))
    )
    return [Part(*row) for row in rows]


def joined(session: Session) -> list[tuple[UUID, UUID]]:
    """Every person that was joined into another one, and into whom."""
    rows = session.execute(
        select(col(JoinedPersonRow.person), col(JoinedPersonRow.into)).order_by(col(JoinedPersonRow.person))
    )
    return [(person, into) for person, into in rows]
