"""Zones of venues."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from app.domain.ids import VenueId, ZoneId
from app.domain.zones import Zone
from app.store.bulk import batched
from app.store.tables import ZoneRow

_VENUES_A_QUERY = 5000


def of_venues(session: Session, venues: Collection[VenueId]) -> list[Zone]:
    """All zones of these venues."""
    found: list[Zone] = []
    for some in batched(venues, _VENUES_A_QUERY):
        rows = session.exec(select(ZoneRow).where(col(ZoneRow.venue).in_(some)))
        found += [_zone(row) for row in rows]
    return found


def add(session: Session, zone: Zone) -> None:
    """Keep a new zone."""
    session.add(
        ZoneRow(
            id=zone.id,
            venue=zone.venue,
            name=zone.name,
            capacity=zone.capacity,
            volume_m3=zone.volume,
            ventilation=zone.ventilation,
        )
    )
    session.flush()


def _zone(row: ZoneRow) -> Zone:
    return Zone(ZoneId(row.id), VenueId(row.venue), row.name, row.capacity, row.volume_m3, row.ventilation)
