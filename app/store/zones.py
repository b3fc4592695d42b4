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
        rows = session.exec(select(ZoneRow).where(col(ZoneRow.venue).in_(some)).order_by(col(ZoneRow.id)))
        found += [zone_of(row) for row in rows]
    return found


def names(session: Session, zones: Collection[ZoneId | None]) -> dict[ZoneId, str]:
    """How these zones are called; asks nothing for none."""
    found: dict[ZoneId, str] = {}
    for some in batched(zones, _VENUES_A_QUERY):
        rows = session.exec(select(ZoneRow.id, ZoneRow.name).where(col(ZoneRow.id).in_(some)))
        found |= {ZoneId(zone): name for zone, name in rows}
    return found


def in_use(session: Session, venue: VenueId) -> list[Zone]:
    """A venue's zones that are not removed, in the order in which they were made."""
    return [zone for zone in of_venues(session, [venue]) if zone.removed_at is None]


def by_ids(session: Session, ids: Collection[ZoneId]) -> dict[ZoneId, Zone]:
    """The zones with these ids, removed ones too."""
    found: dict[ZoneId, Zone] = {}
    for some in batched(ids, _VENUES_A_QUERY):
        rows = session.exec(select(ZoneRow).where(col(ZoneRow.id).in_(some)))
        found |= {ZoneId(row.id): zone_of(row) for row in rows}
    return found


def save(session: Session, zone: Zone) -> None:
    """Keep what changed about a zone: its name, its capacity, its end."""
    row = session.get_one(ZoneRow, zone.id)
    row.name, row.capacity, row.removed_at = zone.name, zone.capacity, zone.removed_at
    session.flush()


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


def zone_of(row: ZoneRow) -> Zone:
    """The zone that a row holds."""
    return Zone(
        ZoneId(row.id),
        VenueId(row.venue),
        row.name,
        row.capacity,
        row.volume_m3,
        row.ventilation,
        row.removed_at,
    )
