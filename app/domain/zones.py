"""Parts of a venue with air and people of their own."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.ids import VenueId, ZoneId
from app.domain.spaces import Space, Ventilation, space_of
from app.domain.venues import Venue


@dataclass(frozen=True, slots=True)
class Zone:
    """One hall, floor or garden of a venue."""

    id: ZoneId
    venue: VenueId
    name: str
    capacity: int | None = None
    """None: as many as the venue holds."""
    volume: float | None = None
    """Cubic metres, where somebody has measured them."""
    ventilation: Ventilation | None = None
    """None: as in the venue."""


def space_of_venue(venue: Venue) -> Space:
    """The air of a venue as a whole."""
    there = venue.registration
    return space_of(there.kind, there.capacity, ventilation=there.ventilation)


def space_of_zone(zone: Zone, venue: Venue) -> Space:
    """The air of one zone."""
    there = venue.registration
    return space_of(
        there.kind,
        zone.capacity or there.capacity,
        ventilation=zone.ventilation or there.ventilation,
        volume=zone.volume,
    )
