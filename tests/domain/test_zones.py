from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.domain.ends import Ends
from app.domain.ids import VenueId, ZoneId
from app.domain.opening_hours import OpeningHours
from app.domain.registrations import Registration
from app.domain.spaces import SpaceKind, Ventilation
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.domain.zones import Zone, space_of_venue, space_of_zone

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HALL = Venue(
    VenueId(UUID(int=1)),
    Registration(
        "Nhà hát", "", VenueKind.CINEMA, 400, OpeningHours(), None, None, None, Ventilation.MECHANICAL
    ),
    None,
    VenueState.OPEN,
    NOW,
    None,
)


def zone(**changed) -> Zone:
    return Zone(ZoneId(UUID(int=2)), HALL.id, "Quầy nước", **changed)


def test_a_zone_has_the_venues_air_until_somebody_says_otherwise():
    assert space_of_zone(zone(), HALL) == space_of_venue(HALL)
    garden = space_of_zone(zone(ventilation=Ventilation.OPEN_AIR), HALL)
    assert garden.kind is SpaceKind.OPEN_AIR
    assert garden.air.median > space_of_venue(HALL).air.median


def test_a_measured_volume_goes_before_a_guessed_one():
    assert space_of_zone(zone(volume=90.0), HALL).mixing_volume == 90.0
    assert space_of_zone(zone(capacity=10), HALL).mixing_volume == 120.0


def test_ends_are_in_order():
    with pytest.raises(ValueError, match="order"):
        Ends(NOW, NOW.replace(hour=2), NOW)
