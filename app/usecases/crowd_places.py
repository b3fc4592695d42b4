"""The venues of a crowd, with their codes: plain places all over the city, never closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from app.domain.ids import VenueId
from app.domain.issued_codes import IssuedCode
from app.domain.opening_hours import OpeningHours
from app.domain.policy import Policy
from app.domain.positions import Position
from app.domain.registrations import Registration
from app.domain.spans import day_span
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.simulation.columns import stream
from app.simulation.crowd import Crowd, Ids, fame, venue_ids
from app.simulation.wards import Ward, wards
from app.usecases.demo_ids import code_of, typed_codes

_KINDS: Final = (
    *(VenueKind.SHOP, VenueKind.RESTAURANT, VenueKind.CAFE, VenueKind.MARKET, VenueKind.MALL),
    *(VenueKind.BEAUTY, VenueKind.GYM, VenueKind.OFFICE, VenueKind.CLINIC, VenueKind.OTHER),
)
_LEAST_ROOM, _MOST_ROOM = 20, 100_000
_AT_ONCE: Final = 4.0
"""One in so many of a day's visitors finds room at the same time."""
_APART: Final = 0.01
"""Degrees by which a place lies from its ward's centre: about a kilometre."""


def uuids(ids: Ids) -> list[UUID]:
    """Ids of columns, one by one."""
    return [UUID(bytes=row) for row in ids.view("V16").reshape(-1).tolist()]


def crowd_places(crowd: Crowd, policy: Policy) -> Iterator[tuple[Venue, IssuedCode]]:
    """The crowd's venues in the order of their ids, each with its code, registered a month before."""
    rng = stream(crowd.seed, crowd.venues)
    areas = wards()
    registered = day_span(crowd.first_day - timedelta(days=30), policy.zone).start
    room = (fame(crowd) * crowd.visits / crowd.days / _AT_ONCE).clip(_LEAST_ROOM, _MOST_ROOM).astype(int)
    kinds, there = rng.integers(len(_KINDS), size=crowd.venues), rng.integers(len(areas), size=crowd.venues)
    apart = rng.normal(scale=_APART, size=(crowd.venues, 2))
    typed = typed_codes(crowd.seed, crowd.venues)
    for row, venue in enumerate(map(VenueId, uuids(venue_ids(crowd)))):
        ward = areas[there[row]]
        said = _said(row, _KINDS[kinds[row]], int(room[row]), _near(ward, *apart[row].tolist()))
        code = IssuedCode(code_of(crowd.seed, row), typed[row], venue, None, registered)
        yield Venue(venue, said, None, VenueState.OPEN, registered, ward.code), code


def _near(ward: Ward, north: float, east: float) -> Position:
    return Position(ward.centroid.latitude + north, ward.centroid.longitude + east)


def _said(row: int, kind: VenueKind, capacity: int, position: Position) -> Registration:
    return Registration(
        f"Điểm {row}", f"{row} Đường Số {row % 100}", kind, capacity, OpeningHours(), position, None, None
    )
