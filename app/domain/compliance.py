"""Whether venues use their posters, ward by ward: counts of venues and scans, never of persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.expected_visits import NOT_ESTIMATED, expected_visits, minutes_open
from app.domain.ids import VenueId
from app.domain.opening_hours import OpeningHours
from app.domain.spans import day_span, days_between, local_day
from app.domain.venue_kinds import VenueKind
from app.domain.windows import Window

_A_DAY: Final = timedelta(days=1)
LEAST_VENUES: Final = 3
"""Venues that a ward needs before its figures leave the hands of those who cover it.

Scans are no health data, but with one venue the ward's figure is that venue's, and with two each owner could
take their own off and see the other's.
"""


@dataclass(frozen=True, slots=True)
class RegisteredVenue:
    """A venue that takes check-ins and had a code in force in the time looked at."""

    id: VenueId
    name: str
    address: str
    kind: VenueKind
    capacity: int
    hours: OpeningHours
    ward: str | None
    since: datetime
    """From when the oldest of those codes let a check-in pass."""


@dataclass(frozen=True, slots=True)
class WardUse:
    """How the venues of one ward used their posters over some days."""

    venues: int = 0
    silent: int = 0
    """Venues without any scan."""
    scans: int = 0
    estimated_scans: int = 0
    """Scans at those venues for which visits are estimated ..."""
    expected: float = 0.0
    """... and how many visits these may have had."""
    not_estimated: int = 0
    """Venues of kinds for which nothing can be said."""

    @property
    def silent_share(self) -> float | None:
        """Share of the venues without a scan; None without venues."""
        return self.silent / self.venues if self.venues else None

    @property
    def per_expected(self) -> float | None:
        """Scans for each expected visit; None where none is expected."""
        return self.estimated_scans / self.expected if self.expected > 0 else None


@dataclass(frozen=True, slots=True)
class VenueUse:
    """How one venue used its posters."""

    venue: RegisteredVenue
    scans: int
    expected: float | None
    """Visits that it may have had; None where nothing can be estimated."""


def use_of_venues(
    venues: Iterable[RegisteredVenue], scans: Mapping[VenueId, int], window: Window, zone: ZoneInfo
) -> list[VenueUse]:
    """How each venue used its posters, in the order given.

    Counted are the days from the first on which its code stood from the start. A venue that was open on none
    of them is left out: nobody could have scanned there.
    """
    found = []
    begins = day_span(window.first, zone).start
    a_place: dict[tuple[VenueKind, OpeningHours, date], float | None] = {}
    for venue in venues:
        first = window.first if venue.since <= begins else local_day(venue.since, zone) + _A_DAY
        key = (venue.kind, venue.hours, first)
        if key not in a_place:
            a_place[key] = _expected_a_place(venue, Window(first, window.last))
        expected = a_place[key]
        if expected != 0:
            seen = scans.get(venue.id, 0)
            found.append(VenueUse(venue, seen, None if expected is None else expected * venue.capacity))
    return found


def use_by_ward(venues: Iterable[VenueUse]) -> dict[str | None, WardUse]:
    """How the venues of each ward used their posters; None is the venues whose ward nobody knows."""
    of_ward: dict[str | None, list[VenueUse]] = {}
    for use in venues:
        of_ward.setdefault(use.venue.ward, []).append(use)
    return {
        ward: WardUse(
            venues=len(uses),
            silent=sum(use.scans == 0 for use in uses),
            scans=sum(use.scans for use in uses),
            estimated_scans=sum(use.scans for use in uses if use.expected is not None),
            expected=sum(use.expected or 0.0 for use in uses),
            not_estimated=sum(use.expected is None for use in uses),
        )
        for ward, uses in of_ward.items()
    }


def _expected_a_place(venue: RegisteredVenue, window: Window) -> float | None:
    """Visits for each place of the capacity; 0 where it was never open, None where nothing can be said."""
    days = [day for day in days_between(window.first, window.last) if minutes_open(venue.hours, day)]
    if not days:
        return 0.0
    if venue.kind in NOT_ESTIMATED:
        return None
    return sum(expected_visits(venue.kind, 1, venue.hours, day) or 0.0 for day in days)
