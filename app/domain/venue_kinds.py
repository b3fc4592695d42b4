"""Kinds of places, and how long people typically stay there."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class VenueKind(StrEnum):
    """What people do there. The order is the order of the form."""

    MARKET = "market"
    MALL = "mall"
    SHOP = "shop"
    RESTAURANT = "restaurant"
    CAFE = "cafe"
    BAR = "bar"
    WORKPLACE = "workplace"
    FACTORY = "factory"
    SCHOOL = "school"
    CLINIC = "clinic"
    HOSPITAL = "hospital"
    OFFICE = "public_office"
    WORSHIP = "worship"
    GYM = "gym"
    BEAUTY = "beauty"
    CINEMA = "cinema"
    EVENT = "event_hall"
    HOTEL = "hotel"
    STATION = "station"
    VEHICLE = "vehicle"
    PARK = "park"
    CARE_HOME = "care_home"
    OTHER = "other"


TYPICAL_STAY: dict[VenueKind, timedelta] = {
    kind: timedelta(minutes=minutes)
    for kind, minutes in {
        VenueKind.MARKET: 45, VenueKind.MALL: 90, VenueKind.SHOP: 20, VenueKind.RESTAURANT: 60,
        VenueKind.CAFE: 60, VenueKind.BAR: 120, VenueKind.WORKPLACE: 480, VenueKind.FACTORY: 540,
        VenueKind.SCHOOL: 300, VenueKind.CLINIC: 60, VenueKind.HOSPITAL: 120, VenueKind.OFFICE: 45,
        VenueKind.WORSHIP: 75, VenueKind.GYM: 75, VenueKind.BEAUTY: 60, VenueKind.CINEMA: 130,
        VenueKind.EVENT: 180, VenueKind.HOTEL: 600, VenueKind.STATION: 30, VenueKind.VEHICLE: 40,
        VenueKind.PARK: 60, VenueKind.CARE_HOME: 90, VenueKind.OTHER: 60,
    }.items()
}  # fmt: skip
"""Planning values for a missing check-out, to be replaced by each city's own measured medians."""
LEAST_STAY, MOST_STAY = 0.25, 2.5
"""Of the typical stay: what one in ten stays falls short of, and what nine in ten do not pass. Assumed."""
