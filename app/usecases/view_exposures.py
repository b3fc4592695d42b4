"""An official looks at the venues where open cases met others, and into one of them.

Nothing for roles without exact numbers, and nothing of other jurisdictions' cases: there is then no such
venue, whether or not there is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.domain.audit import AuditAction
from app.domain.errors import MapVenueUnknown
from app.domain.ids import VenueId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.roles import Permission
from app.domain.spans import Span
from app.domain.windows import Window
from app.store import audit
from app.store import exposure_venues as kept
from app.store.db import Session
from app.store.exposure_venues import ExposureVenue, Meeting
from app.usecases.exposure_ground import span_of


class PartOfDay(StrEnum):
    """When in the day people met: who visits a venue differs between them."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


BEGINS: Final = {
    PartOfDay.MORNING: 5,
    PartOfDay.NOON: 11,
    PartOfDay.AFTERNOON: 14,
    PartOfDay.EVENING: 18,
    PartOfDay.NIGHT: 22,
}
"""The hour at which each begins; the night ends with the morning."""
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class VenueDetails:
    """What is told of one venue that was chosen on the map: where and when, and how many; never who."""

    venue: ExposureVenue
    days: tuple[date, ...]
    """The different days on which exposures began, in order; never empty."""
    at_weekends: int
    """How many of them are Saturdays and Sundays."""
    parts: tuple[tuple[PartOfDay, int], ...]
    """Exposures by the part of the day in which they began, most first."""


def exposure_venues(
    session: Session, official: Official, disease: str, within: Span | None = None
) -> list[ExposureVenue]:
    """Where open cases of the official's jurisdiction met others; with `within`, in that time."""
    if not official.may(Permission.VIEW_EXACT_COUNTS):
        return []
    return kept.exposure_venues(session, disease, official, within)


def view_exposure_venue(
    session: Session,
    official: Official,
    disease: str,
    venue: UUID,
    *,
    policy: Policy,
    window: Window | None = None,
) -> VenueDetails:
    """One of them, in a window or on any day.

    Raises:
        MapVenueUnknown: it is not among those this official sees.
    """
    within, place = None if window is None else span_of(window, policy), VenueId(venue)
    if official.may(Permission.VIEW_EXACT_COUNTS):
        for found in kept.exposure_venues(session, disease, official, within, only=place):
            return _details(found, kept.meetings(session, disease, official, place, within), policy)
    raise MapVenueUnknown(str(venue))


def record_venue_viewing(
    session: Session, official: Official, disease: str, details: VenueDetails, *, now: datetime
) -> None:
    """Write down that an official looked into one venue of the map, before its details are sent."""
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.MAP_VIEWED,
        detail={"map": "venues", "part": "venue", "disease": disease, "venue": details.venue.id},
        now=now,
    )


def part_of_day(moment: datetime) -> PartOfDay:
    """The part of the day of a local time."""
    begun = [part for part, hour in BEGINS.items() if hour <= moment.hour]
    return begun[-1] if begun else PartOfDay.NIGHT


def _details(venue: ExposureVenue, meetings: Sequence[Meeting], policy: Policy) -> VenueDetails:
    starts = [meeting.span.start.astimezone(policy.zone) for meeting in meetings]
    days = sorted({start.date() for start in starts})
    weekends = sum(day.weekday() >= _SATURDAY for day in days)
    parts = Counter(part_of_day(start) for start in starts)
    in_order = sorted(parts.items(), key=lambda one: (-one[1], BEGINS[one[0]]))
    return VenueDetails(venue, tuple(days), weekends, tuple(in_order))
