"""How many visits a venue may expect in a day: an estimate to compare wards by, never a count.

    visits = capacity x share of it present on average while open x hours open / typical stay

What it rests on, all of it assumed until a city has counted at some doors:

* The share present is the one number that nobody registers. `MEAN_PRESENT` is the share that the exposure
  model takes for an ordinary day (`spaces.USUAL_SHARE`); wide halls are emptier, places where people work or
  learn fuller.
* The typical stay is `venue_kinds.TYPICAL_STAY`.
* A place that never closes, or has said no hours, counts the hours in which people are about.
* Where crowds come in waves that have little to do with capacity, nothing is estimated: a park holds
  thousands and is empty at noon. Those venues are counted apart, as not estimated. Every venue states a
  capacity, so none is left out for want of one.

A ratio of scans to this is right up to a factor; wards with a like mix of venues can be compared by it.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from app.domain.opening_hours import MINUTES_A_DAY, OpeningHours
from app.domain.spaces import USUAL_SHARE
from app.domain.venue_kinds import TYPICAL_STAY, VenueKind

_K = VenueKind
MINUTES_ABOUT: Final = 16 * 60
"""Minutes of a day in which people are about."""
NOT_ESTIMATED: Final = frozenset({_K.PARK, _K.STATION, _K.EVENT, _K.WORSHIP, _K.OTHER})
"""Kinds of which capacity and hours say next to nothing about visits."""
HALL, ATTENDED = 0.02, 0.3
MEAN_PRESENT: Final = (
    dict.fromkeys(VenueKind, USUAL_SHARE)
    | dict.fromkeys((_K.MARKET, _K.MALL, _K.HOSPITAL, _K.CINEMA), HALL)
    | dict.fromkeys((_K.WORKPLACE, _K.FACTORY, _K.SCHOOL), ATTENDED)
)
"""Share of the capacity that is present on average while open."""


def expected_visits(kind: VenueKind, capacity: int, hours: OpeningHours, day: date) -> float | None:
    """Visits that a venue may expect on a day; 0 on a day it is closed, None where nothing can be said.

    Args:
        kind: What people do there.
        capacity: People it holds at once.
        hours: Its week.
        day: Local. An opening belongs to the day on which it begins.
    """
    if kind in NOT_ESTIMATED:
        return None
    stay = TYPICAL_STAY[kind].total_seconds() / 60
    return capacity * MEAN_PRESENT[kind] * minutes_open(hours, day) / stay


def minutes_open(hours: OpeningHours, day: date) -> int:
    """Minutes on a day at which people may come, at most those in which people are about."""
    if not hours.week:
        return MINUTES_ABOUT
    opened = sum(min(one.closes - one.opens, MINUTES_A_DAY) for one in hours.week[day.weekday()])
    return min(opened, MINUTES_ABOUT)
