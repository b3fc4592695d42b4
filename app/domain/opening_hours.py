"""When a place is open: openings in minutes after local midnight, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.errors import Problem

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
        opening = self._in_force(moment, zone)
        return None if opening is None else opening[1]

    def business_day(self, moment: datetime, zone: ZoneInfo) -> date:
        """The day a moment belongs to there: a bar's Saturday ends when it closes on Sunday morning.

        When the place is closed, or never closes, the calendar's.
        """
        opening = self._in_force(moment, zone)
        return moment.astimezone(zone).date() if opening is None else opening[0]

    def _in_force(self, moment: datetime, zone: ZoneInfo) -> tuple[date, datetime] | None:
        """The day on which the opening around this moment began, and when it ends."""
        if not self.week:
            return None
        local = moment.astimezone(zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        minute = (local - midnight) / timedelta(minutes=1)
        for days_back in (0, 1):
            opened_on = midnight - timedelta(days=days_back)
            for hours in self.week[opened_on.weekday()]:
                if hours.opens <= minute + days_back * MINUTES_A_DAY < hours.closes:
                    return opened_on.date(), opened_on + timedelta(minutes=hours.closes)
        return None


def hours_problems(hours: OpeningHours) -> list[Problem]:
    """What makes a week impossible: an opening that ends before it begins, or no opening at all."""
    openings = [opening for day in hours.week for opening in day]
    if any(not 0 <= o.opens < MINUTES_A_DAY or not o.opens < o.closes <= _LATEST_CLOSING for o in openings):
        return [Problem("closes", "hours")]
    if hours.week and not openings:
        return [Problem("days", "never_open")]
    return []
