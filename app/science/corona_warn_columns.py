"""The rule of the Corona-Warn-App over columns: many cases against a whole city at once.

The same numbers as `corona_warn`, to the last bit: minutes are weighted in whole tenths. Both sides are cut
at UTC midnight, so two stays can meet only in one venue on one day: the pair is the key they are joined by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.science.corona_warn import MAX_AGE_DAYS
from app.science.corona_warn_intervals import GRID, LONGEST_DECAY, SHORTEST
from app.science.corona_warn_risk import HIGH_TENTHS, tenths_by_day
from app.science.errors import ShapesDiffer

Ints = NDArray[np.int64]
MINUTE: Final = 60_000_000
DAY: Final = 24 * 60 * MINUTE


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """Stays as columns of one length (n,): whole numbers for persons and venues, microseconds UTC.

    Raises:
        ShapesDiffer: the columns do not have one length.
    """

    person: Ints
    venue: Ints
    start: Ints
    end: Ints

    def __post_init__(self) -> None:
        if len({column.shape for column in (self.person, self.venue, self.start, self.end)}) > 1:
            raise ShapesDiffer("persons, venues, starts and ends need one length")


@dataclass(frozen=True, slots=True, eq=False)
class CaseDays:
    """What each person shared with each case on each UTC day; sorted by case, person and day."""

    case: Ints
    person: Ints
    day: Ints
    """Days since 1970."""
    minutes: NDArray[np.float64]
    high: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    row: Ints
    day: Ints
    start: Ints
    end: Ints


def corona_warn_city(cases: Visits, onset_day: Ints, others: Visits, *, today: int | None = None) -> CaseDays:
    """The rule for all cases at once; several rows of one person in `cases` are that case's stays.

    Args:
        cases: The stays of the cases.
        onset_day: (rows of `cases`,) the day of that case's onset, in days since 1970.
        others: The stays of everybody. A case's own are left out for that case, not for another.
        today: Days since 1970; leaves out overlaps that ended over ten days before. None keeps everything.

    Raises:
        ShapesDiffer: `onset_day` and `cases` differ in length.
    """
    if onset_day.shape != cases.person.shape:
        raise ShapesDiffer("each stay of a case needs its onset day")
    warned, tenths = _warnings(cases, onset_day)
    present = _cut(others.start, others.end)
    left, right = _meetings(cases.venue[warned.row], warned.day, others.venue[present.row], present.day)
    case, person = cases.person[warned.row[left]], others.person[present.row[right]]
    end = np.minimum(warned.end[left], present.end[right])
    shared = end - np.maximum(warned.start[left], present.start[right])
    oldest = np.iinfo(np.int64).min if today is None else (today - MAX_AGE_DAYS) * DAY
    kept = (shared > 0) & (case != person) & (end >= oldest)
    weighed = tenths[left] * ((shared + MINUTE // 2) // MINUTE)
    return _added(case[kept], person[kept], present.day[right[kept]], weighed[kept])


def warning_columns(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """`warning_interval` by column, (n,) each in microseconds; start equals end where nobody is warned."""
    grid = _microseconds(GRID)
    length = end - start
    decay = np.minimum(length, _microseconds(LONGEST_DECAY))
    until = end + decay
    first, last = start // grid * grid, until // grid * grid
    rounded = (length + decay + grid // 2) // grid * grid
    rounded[length < _microseconds(SHORTEST)] = 0
    begin = np.where(until - last > first + grid - start, last + grid - rounded, first)
    return begin, begin + rounded


def _warnings(cases: Visits, onset_day: Ints) -> tuple[_Parts, Ints]:
    parts = _cut(*warning_columns(cases.start, cases.end))
    tenths = tenths_by_day(parts.day - onset_day[parts.row])
    kept = tenths > 0
    return _Parts(parts.row[kept], parts.day[kept], parts.start[kept], parts.end[kept]), tenths[kept]


def _cut(start: Ints, end: Ints) -> _Parts:
    """Cut at UTC midnight; what does not end after it starts is left out."""
    first = start // DAY
    count = np.where(end > start, (end - 1) // DAY - first + 1, 0)
    row, step = _ranges(np.zeros_like(count), count)
    day = first[row] + step
    return _Parts(row, day, np.maximum(start[row], day * DAY), np.minimum(end[row], (day + 1) * DAY))


def _ranges(begin: Ints, count: Ints) -> tuple[Ints, Ints]:
    """For each row the numbers from `begin` on, `count` of them: the rows, repeated, and the numbers."""
    row = np.repeat(np.arange(len(count)), count)
    return row, begin[row] + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)


def _meetings(venue: Ints, day: Ints, other_venue: Ints, other_day: Ints) -> tuple[Ints, Ints]:
    """All pairs of rows in one venue on one day."""
    days = np.concatenate([day, other_day])
    if not len(days):
        return days, days
    venues = np.unique(np.concatenate([venue, other_venue]), return_inverse=True)[1]
    key = venues * (days.max() - days.min() + 1) + days - days.min()
    mine, theirs = key[: len(day)], key[len(day) :]
    order = np.argsort(theirs, kind="stable")
    begin, until = np.searchsorted(theirs[order], mine, "left"), np.searchsorted(theirs[order], mine, "right")
    left, position = _ranges(begin, until - begin)
    return left, order[position]


def _added(case: Ints, person: Ints, day: Ints, tenths: Ints) -> CaseDays:
    order = np.lexsort((day, person, case))
    case, person, day, tenths = case[order], person[order], day[order], tenths[order]
    new = np.ones(len(case), dtype=bool)
    new[1:] = (np.diff(case) != 0) | (np.diff(person) != 0) | (np.diff(day) != 0)
    begin = np.flatnonzero(new)
    sums = np.add.reduceat(tenths, begin) if len(begin) else tenths
    return CaseDays(case[begin], person[begin], day[begin], sums / 10, sums >= HIGH_TENTHS)


def _microseconds(length: timedelta) -> int:
    return length // timedelta(microseconds=1)
