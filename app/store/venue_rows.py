"""Venues as rows, and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from app.domain.ids import OwnerId, VenueId
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.positions import Position
from app.domain.registrations import Registration
from app.domain.text import fold
from app.domain.venues import Venue, VenueState
from app.store.tables import VenueRow


def columns_of(venue: Venue) -> dict[str, Any]:
    """A venue as the columns of its row."""
    there = venue.registration
    return {
        "id": venue.id,
        "name": there.name,
        "folded_name": fold(there.name),
        "address": there.address,
        "kind": there.kind,
        "capacity": there.capacity,
        "hours": _written_hours(there.hours),
        "latitude": there.position.latitude if there.position else None,
        "longitude": there.position.longitude if there.position else None,
        "phone": there.phone,
        "ventilation": there.ventilation,
        "ward": venue.ward,
        "parent": there.parent,
        "owner": venue.owner,
        "state": venue.state,
        "registered_at": venue.registered_at,
    }


def venue_of(row: VenueRow | Row[Any]) -> Venue:
    """The venue that a row holds, or its columns."""
    position = None
    if row.latitude is not None and row.longitude is not None:
        position = Position(row.latitude, row.longitude)
    registration = Registration(
        name=row.name,
        address=row.address,
        kind=row.kind,
        capacity=row.capacity,
        hours=read_hours(row.hours),
        position=position,
        parent=None if row.parent is None else VenueId(row.parent),
        phone=row.phone,
        ventilation=row.ventilation,
    )
    owner = None if row.owner is None else OwnerId(row.owner)
    return Venue(VenueId(row.id), registration, owner, VenueState(row.state), row.registered_at, row.ward)


def read_hours(week: list[list[list[int]]]) -> OpeningHours:
    """Opening hours as a row keeps them."""
    return OpeningHours(tuple(tuple(Hours(*opening) for opening in day) for day in week))


def _written_hours(hours: OpeningHours) -> list[list[list[int]]]:
    return [[[opening.opens, opening.closes] for opening in day] for day in hours.week]
