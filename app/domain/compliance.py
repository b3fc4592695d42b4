"""Whether venues use their posters, ward by ward: counts of venues and scans, never of persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.expected_visits import NOT_ESTIMATED, expected_visits, minutes_open
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
class AlikeVenues:
    """Venues that take check-ins and had a code in force in the time looked at, in all this alike."""

    ward: str | None
    kind: VenueKind
    hours: OpeningHours
    since: datetime
    """From when the oldest of their codes let a check-in pass, or the time looked at if that began later."""
    capacity: int
    """Of all of them together."""
    scans: int = 0
    venues: int = 1
    silent: int = 0
    """Those of them without any scan."""


@dataclass(frozen=True, slots=True)
class NamedVenue:
    """One of them by its name."""

    name: str
    address: str
    alone: AlikeVenues
    """Of this venue only."""


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


class Expected:
    """How many visits venues may have had over some days: an estimate, made once for those that are alike.

    Counted are the days from the first on which their codes stood from the start.
    """

    def __init__(self, window: Window, zone: ZoneInfo) -> None:
        self._window, self._zone = window, zone
        self._begins = day_span(window.first, zone).start
        self._a_place: dict[tuple[VenueKind, OpeningHours, date], float | None] = {}

    def of(self, venues: AlikeVenues) -> float | None:
        """Visits at all of them together; None where nothing can be estimated.

        0 where they were open on none of the days: nobody could have scanned there.
        """
        known = venues.since <= self._begins
        first = self._window.first if known else local_day(venues.since, self._zone) + _A_DAY
        key = (venues.kind, venues.hours, first)
        if key not in self._a_place:
            self._a_place[key] = _expected_a_place(venues, Window(first, self._window.last))
        expected = self._a_place[key]
        return expected and expected * venues.capacity


def use_by_ward(groups: Iterable[AlikeVenues], expected: Expected) -> dict[str | None, WardUse]:
    """How the venues of each ward used their posters; None is the venues whose ward nobody knows.

    Venues that were open on none of the days are left out.
    """
    found: dict[str | None, WardUse] = {}
    for group in groups:
        visits = expected.of(group)
        if visits == 0:
            continue
        ward = found.get(group.ward, WardUse())
        found[group.ward] = WardUse(
            venues=ward.venues + group.venues,
            silent=ward.silent + group.silent,
            scans=ward.scans + group.scans,
            estimated_scans=ward.estimated_scans + (0 if visits is None else group.scans),
            expected=ward.expected + (visits or 0.0),
            not_estimated=ward.not_estimated + (group.venues if visits is None else 0),
        )
    return found


def _expected_a_place(venues: AlikeVenues, window: Window) -> float | None:
    """Visits for each place of the capacity; 0 where it was never open, None where nothing can be said."""
    days = [day for day in days_between(window.first, window.last) if minutes_open(venues.hours, day)]
    if not days:
        return 0.0
    if venues.kind in NOT_ESTIMATED:
        return None
    return sum(expected_visits(venues.kind, 1, venues.hours, day) or 0.0 for day in days)
