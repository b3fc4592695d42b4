"""When openings end, over columns: what `OpeningHours.closing` says of one moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from app.domain.opening_hours import MINUTES_A_DAY, OpeningHours
from app.science.presence_columns import Ints
from app.science.stay_columns import NEVER
from app.science.visit_columns import DAY

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE: Final = 60_000_000
_QUARTER: Final = 15 * _MINUTE
_MICROSECOND: Final = timedelta(microseconds=1)
_THURSDAY: Final = 3
"""The first of January 1970."""


def offsets(moments: Ints, zone: ZoneInfo) -> Ints:
    """By how much clocks in a zone are ahead of UTC at these moments; all in microseconds.

    Looked up by day where a day has one offset, and by the quarter of an hour where clocks change on it.
    """
    days, which = np.unique(moments // DAY, return_inverse=True)
    ahead = np.array([_ahead(day * DAY, zone) for day in days.tolist()], dtype=np.int64)
    after = np.array([_ahead((day + 1) * DAY, zone) for day in days.tolist()], dtype=np.int64)
    found = ahead[which]
    for row in np.flatnonzero((ahead != after)[which]):
        found[row] = _ahead(int(moments[row]) // _QUARTER * _QUARTER, zone)
    return np.asarray(found)


def _ahead(moment: int, zone: ZoneInfo) -> int:
    return (
        (_EPOCH + timedelta(microseconds=moment)).astimezone(zone).utcoffset() or timedelta()
    ) // _MICROSECOND


def closings(entered: Ints, hours: OpeningHours, zone: ZoneInfo) -> Ints:
    """When the opening in force at each entry ends; `NEVER` where none does."""
    found = np.full(len(entered), NEVER)
    if not hours.week or not len(entered):
        return found
    wall = entered + offsets(entered, zone)
    day, minute = wall // (MINUTES_A_DAY * _MINUTE), wall % (MINUTES_A_DAY * _MINUTE) / _MINUTE
    open_still = np.ones(len(entered), dtype=bool)
    for back in (0, 1):
        for weekday, openings in enumerate(hours.week):
            on_day = (day - back + _THURSDAY) % 7 == weekday
            for opening in openings:
                since = minute + back * MINUTES_A_DAY
                here = open_still & on_day & (opening.opens <= since) & (since < opening.closes)
                for number in np.unique(day[here] - back).tolist():
                    rows = here & (day - back == number)
                    found[rows] = _moment(number, opening.closes, zone)
                open_still &= ~here
    return found


def _moment(day: int, minutes: int, zone: ZoneInfo) -> int:
    midnight = datetime.combine(date(1970, 1, 1) + timedelta(days=day), time(), tzinfo=zone)
    return (midnight + timedelta(minutes=minutes) - _EPOCH) // timedelta(microseconds=1)
