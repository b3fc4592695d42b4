"""Places that print a code: what they are, when they are open, which of them look alike."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.errors import InputRefused, Problem
from app.domain.ids import OwnerId, VenueId
from app.domain.text import clean, fold, looks_like_markup


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

MINUTES_A_DAY = 24 * 60
_LATEST_CLOSING = 36 * 60  # noon of the next day


@dataclass(frozen=True, slots=True)
class Hours:
    """One opening, in minutes after local midnight; `closes` beyond 1440 is the next morning."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Seven days from Monday, each with its openings; an empty week means never closed."""

    week: tuple[tuple[Hours, ...], ...] = ()

    def open_at(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether the doors are open, last night's opening included."""
        return not self.week or self.closing(moment, zone) is not None

    def closing(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """When the opening in force at this moment ends; None when closed, or never closed."""
        if not self.week:
            return None
        local = moment.astimezone(zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        minute = (local - midnight) / timedelta(minutes=1)
        for days_back in (0, 1):
            opened_on = midnight - timedelta(days=days_back)
            for hours in self.week[opened_on.weekday()]:
                if hours.opens <= minute + days_back * MINUTES_A_DAY < hours.closes:
                    return opened_on + timedelta(minutes=hours.closes)
        return None


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the earth, in degrees (WGS 84)."""

    latitude: float
    longitude: float

    def metres_to(self, other: Position) -> float:
        """Distance over the ground, on a sphere of the earth's mean radius: within 0.6 %."""
        mean = math.radians((self.latitude + other.latitude) / 2)
        north = math.radians(other.latitude - self.latitude)
        east = math.radians((other.longitude - self.longitude + 540) % 360 - 180) * math.cos(mean)
        return math.hypot(north, east) * 6_371_008.8


class VenueState(StrEnum):
    """Whether it takes check-ins."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Registration:
    """What an owner says about a place. Made only by `register`, which has checked it."""

    name: str
    address: str
    kind: VenueKind
    capacity: int
    hours: OpeningHours
    position: Position | None
    parent: VenueId | None
    phone: str | None
    """The place's own published number: the first call of a trace."""


@dataclass(frozen=True, slots=True)
class Venue:
    """A place, possibly inside another."""

    id: VenueId
    registration: Registration
    owner: OwnerId | None
    state: VenueState
    registered_at: datetime
    ward: str | None
    """The official code of the ward that holds its position."""

    @property
    def name(self) -> str:
        """What it calls itself, in NFC."""
        return self.registration.name


NAME_LENGTH = 100
ADDRESS_LENGTH = 200
LARGEST_CAPACITY = 100_000


def _text_problems(field: str, text: str, longest: int) -> list[Problem]:
    if not text:
        return [Problem(field, "missing")]
    if len(text) > longest:
        return [Problem(field, "too_long", (("longest", longest),))]
    if looks_like_markup(text):
        return [Problem(field, "markup")]
    return []


def _hours_problems(hours: OpeningHours) -> list[Problem]:
    openings = [opening for day in hours.week for opening in day]
    if any(not 0 <= o.opens < MINUTES_A_DAY or not o.opens < o.closes <= _LATEST_CLOSING for o in openings):
        return [Problem("closes", "hours")]
    if hours.week and not openings:
        return [Problem("days", "never_open")]
    return []


def register(
    *,
    name: str,
    address: str,
    kind: VenueKind,
    capacity: int,
    hours: OpeningHours,
    position: Position | None = None,
    parent: VenueId | None = None,
    phone: str | None = None,
) -> Registration:
    """Check what an owner says and put it into the form that is kept.

    Raises:
        InputRefused: every problem at once.
    """
    name, address = clean(name), clean(address)
    problems = _text_problems("name", name, NAME_LENGTH) + _text_problems("address", address, ADDRESS_LENGTH)
    if not 1 <= capacity <= LARGEST_CAPACITY:
        problems.append(Problem("capacity", "range", (("least", 1), ("most", LARGEST_CAPACITY))))
    problems += _hours_problems(hours)
    if position is not None and not (abs(position.latitude) <= 90 and abs(position.longitude) <= 180):  # noqa: PLR2004 - degrees
        problems.append(Problem("latitude", "position"))
    if problems:
        raise InputRefused(problems)
    return Registration(name, address, kind, capacity, hours, position, parent, phone)


LOOK_ALIKE_METRES = 150.0
_LIKE = 0.75


def likeness(one: str, other: str) -> float:
    """How alike two names read, 0 to 1: shared pairs of letters of the folded names (Dice)."""
    pairs = [{folded[i : i + 2] for i in range(len(folded) - 1)} for folded in (fold(one), fold(other))]
    size = len(pairs[0]) + len(pairs[1])
    return 2 * len(pairs[0] & pairs[1]) / size if size else float(fold(one) == fold(other))


def look_alikes(new: Registration, nearby: Iterable[Venue]) -> list[Venue]:
    """Venues that may be the same place registered twice, or may be posing as it; nearest name first."""
    found = []
    for venue in nearby:
        there = venue.registration
        if new.position is not None and there.position is not None:
            close = new.position.metres_to(there.position) <= LOOK_ALIKE_METRES
        else:
            close = fold(new.address) == fold(there.address)
        if close and (alike := likeness(new.name, there.name)) >= _LIKE:
            found.append((-alike, str(venue.id), venue))
    return [venue for _, _, venue in sorted(found, key=lambda item: item[:2])]
