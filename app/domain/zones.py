"""Parts of a venue with air and people of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.errors import InputRefused, Problem
from app.domain.ids import VenueId, ZoneId
from app.domain.registrations import LARGEST_CAPACITY
from app.domain.spaces import Space, Ventilation, space_of
from app.domain.text import clean, fold, looks_like_markup
from app.domain.venues import Venue

MOST_ZONES: Final = 200
"""At one venue: each prints a code of its own."""
NAME_LENGTH: Final = 60


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
    removed_at: datetime | None = None
    """Its codes have ended; visits that were made there still name it."""


def named(zone: Zone, name: str, capacity: int | None, others: Iterable[Zone]) -> Zone:
    """The zone under the name that its owner gives it, beside the venue's `others`.

    Raises:
        InputRefused: no name, or one that another zone has however it is spelt; a capacity out of reason.
    """
    name = clean(name)
    problems = []
    if not name:
        problems.append(Problem("name", "missing"))
    elif len(name) > NAME_LENGTH:
        problems.append(Problem("name", "too_long", (("longest", NAME_LENGTH),)))
    elif looks_like_markup(name):
        problems.append(Problem("name", "markup"))
    elif any(fold(other.name) == fold(name) for other in others if other.id != zone.id):
        problems.append(Problem("name", "zone_twice"))
    if capacity is not None and not 1 <= capacity <= LARGEST_CAPACITY:
        problems.append(Problem("capacity", "range", (("least", 1), ("most", LARGEST_CAPACITY))))
    if problems:
        raise InputRefused(problems)
    return replace(zone, name=name, capacity=capacity)


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
