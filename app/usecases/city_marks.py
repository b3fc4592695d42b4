"""What the pairs of each case stand on: where this is as it was, so are they."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.policy import Policy
from app.domain.spans import day_span
from app.science.city_cases import milliseconds
from app.science.city_columns import BY_PRESENCE, Cases
from app.usecases.read_city import City

_TAIL: Final = 0


def marks_of(city: City, *, longest: int, first_day: date, policy: Policy) -> list[str]:
    """One mark a case.

    It holds the case's presences, room, curve and rule, its persons, and what the days looked like on which
    anybody who met it can have checked in: from the longest stay before each presence (a stay that joins
    several visits counts as one) to the longest stay without a check-out after its last air.

    Args:
        city: As read.
        longest: Milliseconds of the longest stay, now or the last time, whichever is longer.
        first_day: The first day of the period.
        policy: Zone and longest stay.
    """
    cases = city.cases
    shared = hashlib.sha256(f"{policy.re_entry}{policy.longest_stay}{city.joined}".encode()).digest()
    curves = _curves(cases)
    days = _days(cases, longest, first_day, policy, max(city.days, default=first_day))
    looks = [city.days.get(first_day + timedelta(days=n), "").encode() for n in range(days.shape[1])]
    found = []
    for case in range(len(cases.first) - 1):
        rows = slice(int(cases.first[case]), int(cases.first[case + 1]))
        own = cases.own[cases.own_first[case] : cases.own_first[case + 1]]
        parts = [getattr(cases, name)[rows] for name in BY_PRESENCE if name != "room"]
        parts += [own, cases.rooms[cases.room[rows]] if len(cases.rooms) else cases.rooms]
        parts += [cases.rules[cases.rule[case]]]
        mark = hashlib.sha256(shared + curves[int(cases.curve[case])])
        for part in parts:
            mark.update(part.tobytes() + b"|")
        for day in np.flatnonzero(days[case]).tolist():
            mark.update(b"%d:%s|" % (day + first_day.toordinal(), looks[day]))
        found.append(mark.hexdigest())
    return found


def _curves(cases: Cases) -> Sequence[bytes]:
    return [
        hashlib.sha256(
            cases.curve_origin[n].tobytes()
            + cases.given[cases.curve_first[n] : cases.curve_first[n + 1]].tobytes()
        ).digest()
        for n in range(len(cases.curve_origin))
    ]


def _days(cases: Cases, longest: int, first_day: date, policy: Policy, last_day: date) -> NDArray[np.bool_]:
    """By case and day of the period, whether what happened then may matter, shape (cases, days)."""
    count = (last_day - first_day).days + 1
    ends = [milliseconds(day_span(first_day + timedelta(days=n), policy.zone).end) for n in range(count)]
    case = np.repeat(np.arange(len(cases.first) - 1), np.diff(cases.first))
    stay = policy.longest_stay // timedelta(milliseconds=1)
    tail = cases.rules[cases.rule[case], _TAIL].astype(np.int64) if len(case) else case
    first = np.searchsorted(ends, cases.start - longest, side="right")
    last = np.searchsorted(ends, cases.start + cases.most + tail + stay, side="right")
    steps = np.zeros((len(cases.first) - 1, count + 2), dtype=np.int64)
    np.add.at(steps, (case, np.minimum(first, count)), 1)
    np.add.at(steps, (case, np.minimum(last + 1, count + 1)), -1)
    return np.asarray(np.cumsum(steps, axis=1)[:, :count] > 0)
