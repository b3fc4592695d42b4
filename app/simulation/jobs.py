"""Where people spend their working days: school, shift, and the hours of each. All shares are assumed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.venue_kinds import VenueKind
from app.simulation.around import Around
from app.simulation.columns import Bools, Index, Ints
from app.simulation.places import KINDS, NEVER_CLOSED, Places
from app.simulation.trades import TRADES

_LEVELS = {
    "nursery": (2, 5, 0.7), "primary": (6, 10, 1.0), "middle": (11, 14, 0.98), "high": (15, 17, 0.85),
    "university": (18, 22, 0.45),
}  # fmt: skip
"""First and last age, and the share that attends."""
_WORKING = ((18, 59, 0.82), (60, 69, 0.3))
_MORNING, _AFTERNOON = (7 * 60, 11 * 60 + 30), (12 * 60 + 45, 17 * 60 + 15)
_ALL_DAY = (7 * 60, 16 * 60 + 30)
_SHIFTS = np.array([(450, 990), (360, 840), (840, 1320), (1320, 1800)])
"""Day, early, late and night shift of places that never close, in minutes after midnight."""
_SHIFT_SHARES = (0.5, 0.2, 0.2, 0.1)
_WEEKDAYS = 0b0011111


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """One row a person."""

    venue: Index
    """School or workplace; -1: neither."""
    staff: Bools
    begins: Index
    ends: Index
    """Minutes after midnight of the day the shift begins."""
    weekdays: Ints
    """Bit 0 is Monday: the days on which they go."""


def _pupils(age: Ints, ward: Index, around: Around, rng: np.random.Generator) -> Days:
    venue = np.full(len(age), -1, dtype=np.int32)
    begins, ends = np.full(len(age), _ALL_DAY[0]), np.full(len(age), _ALL_DAY[1])
    weekdays = np.full(len(age), _WEEKDAYS)
    for level, (youngest, oldest, share) in _LEVELS.items():
        chance, at = rng.random(len(age)), rng.random(len(age))
        who = np.flatnonzero((age >= youngest) & (age <= oldest) & (chance < share))
        venue[who] = around.schools[level].pick(ward[who], at[who])
        if level in {"middle", "high", "university"}:  # taught in two halves, as most crowded schools are
            late = rng.random(len(who)) < 0.45  # noqa: PLR2004 - a share
            begins[who] = np.where(late, _AFTERNOON[0], _MORNING[0])
            ends[who] = np.where(late, _AFTERNOON[1], _MORNING[1])
        if level == "university":
            weekdays[who] &= rng.integers(1, 32, len(who)) | rng.integers(1, 32, len(who))
    staff = np.zeros(len(age), dtype=bool)
    return Days(venue, staff, begins.astype(np.int32), ends.astype(np.int32), weekdays)


def _shifts(venue: Ints, places: Places, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Beginning and end of the working day of people employed at these venues."""
    count = len(venue)
    opens, closes = places.opens[venue].max(axis=1), places.closes[venue].max(axis=1)
    kind = places.kind[venue]
    early = rng.random(count) < 0.5  # noqa: PLR2004 - half
    length = np.minimum(closes - opens, 510)
    begins = np.where(early, opens - 5, closes - length + 10)
    ends = np.where(early, opens + length, closes + 10)
    school = kind == KINDS.index(VenueKind.SCHOOL)
    desk = np.isin(kind, [KINDS.index(VenueKind.WORKPLACE), KINDS.index(VenueKind.OFFICE)])
    begins = np.select([school, desk], [np.full(count, 400), 450 + 15 * rng.integers(0, 5, count)], begins)
    ends = np.select([school, desk], [np.full(count, 1010), begins + 540], ends)
    shift = _SHIFTS[rng.choice(4, count, p=_SHIFT_SHARES)]
    around_the_clock = opens == NEVER_CLOSED[0]
    begins = np.where(around_the_clock, shift[:, 0], begins)
    return begins, np.where(around_the_clock, shift[:, 1], ends)


def _working_days(venue: Ints, places: Places, rng: np.random.Generator) -> Ints:
    """Every day the place is open but one; desks and schools from Monday to Friday, a few on Saturdays."""
    opened: Ints = ((places.opens[venue] != -1) << np.arange(7)).sum(axis=1)
    free = 1 << rng.integers(0, 7, len(venue))
    trades = [n for n, trade in enumerate(TRADES) if trade.key in {"office", "ward"}]
    school = places.kind[venue] == KINDS.index(VenueKind.SCHOOL)
    week = np.isin(places.trade[venue], trades) | school
    saturday = (rng.random(len(venue)) < 0.25) * 0b0100000  # noqa: PLR2004 - a quarter
    bits: Ints = np.where(week, opened & (_WEEKDAYS | saturday), opened & ~free)
    return bits


def employ(age: Ints, ward: Index, places: Places, around: Around, rng: np.random.Generator) -> Days:
    """A school or a workplace for everybody who has one."""
    days = _pupils(age, ward, around, rng)
    chance, at = rng.random(len(age)), rng.random(len(age))
    wanted = np.zeros(len(age), dtype=bool)
    for youngest, oldest, share in _WORKING:
        wanted |= (age >= youngest) & (age <= oldest) & (chance < share)
    who = np.flatnonzero(wanted & (days.venue < 0))
    found = around.jobs.pick(ward[who], at[who])
    who, employer = who[found >= 0], found[found >= 0].astype(np.int64)
    days.venue[who] = employer
    days.staff[who] = True
    days.begins[who], days.ends[who] = _shifts(employer, places, rng)
    days.weekdays[who] = _working_days(employer, places, rng)
    return days
