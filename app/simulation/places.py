"""Venues of the made-up city: the table, and what their owners would say."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from app.domain.ids import VenueId
from app.domain.opening_hours import OpeningHours
from app.domain.positions import Position
from app.domain.registrations import Registration, register
from app.domain.venue_kinds import VenueKind
from app.simulation.columns import Floats, Index, Small
from app.simulation.signs import Sign

KINDS = tuple(VenueKind)
"""What the numbers of `Places.kind` stand for."""
NEVER_CLOSED = (-24 * 60, 48 * 60)
"""Opening and closing of a place without hours, beyond any minute of a business day."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """One row a venue; those inside another come after all others, sorted by it."""

    signs: tuple[Sign, ...]
    """Name, address and published phone number."""
    hours: tuple[OpeningHours, ...]
    trade: Small
    """Position in `TRADES`."""
    kind: Small
    """Position in `KINDS`."""
    ward: Index
    parent: Index
    """The venue it is inside; -1: on the street."""
    lon: Floats
    lat: Floats
    capacity: Index
    staff: Floats
    """Weight as an employer: all shifts together."""
    popularity: Floats
    """Weight among venues of its trade; the mean of each trade is 1."""
    poster_use: Floats
    """Chance that a willing visitor finds and uses the poster, 0 to 1."""
    screen: Small
    """1 where a screen shows a changing code."""
    opens: Index
    closes: Index
    """Both (venues, 7): minutes after local midnight from Monday; -1 on a closed day, beyond 1440 the next
    morning, `NEVER_CLOSED` for a place without hours."""

    def __len__(self) -> int:
        return len(self.kind)


def registration(places: Places, row: int, parent: VenueId | None) -> Registration:
    """What the owner of this venue would say about it, checked as any owner's words are."""
    sign = places.signs[row]
    return register(
        name=sign.name,
        address=sign.address,
        kind=KINDS[places.kind[row]],
        capacity=int(places.capacity[row]),
        hours=places.hours[row],
        position=Position(float(places.lat[row]), float(places.lon[row])),
        parent=parent,
        phone=sign.phone,
    )


def roomy_enough(places: Places, attached: Index) -> Places:
    """The same with room for everybody who works or learns there, and some more; -1 is nobody's."""
    people = np.bincount(attached[attached >= 0], minlength=len(places))
    return replace(places, capacity=np.maximum(places.capacity, np.ceil(people * 1.2)).astype(np.int32))
