"""Who was there with many cases at once, compiled: the rule of `exposure_columns`, equal to 1e-9.

Importing this module brings in numba: import it inside the functions that trace a city. Compiled code is kept
beside this file, or in the user's cache where that folder cannot be written, and is made anew when this file
changes: what calls each other compiled stays in one file, for changes elsewhere would not be noticed.
"""

# ruff: noqa: PLR0917 - compiled functions take their arguments by position

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numba import njit, prange

from app.science.city_columns import HOUR, Cases, Exposures, Floats, Int, Long, Shard, empty_exposures
from app.science.dose import SWANSON
from app.science.infectiousness import STEPS_A_DAY

_NORMAL_975: Final = 1.959963984540054
_STEPS: Final = STEPS_A_DAY / 24
_W0, _W1, _W2 = SWANSON


def exposures(shard: Shard, cases: Cases) -> Exposures:
    """Every meeting of the cases with the people in a shard, by case, its presence, and the other's start.

    Takes 60 bytes a meeting: hand over some hundred cases at a time.
    """
    case = np.repeat(np.arange(len(cases.first) - 1, dtype=np.int32), np.diff(cases.first))
    at = np.searchsorted(shard.venue, cases.venue)
    here = at < len(shard.venue)
    here[here] = shard.venue[at[here]] == cases.venue[here]
    at[~here] = -1
    counts, crowd = np.zeros(len(case), dtype=np.int64), np.zeros(len(case))
    spans = np.zeros((len(case), 2), dtype=np.int64)
    _count(shard, cases, case, at, counts, spans, crowd)
    rows = np.concatenate(([0], np.cumsum(counts)))
    found = empty_exposures(int(rows[-1]))
    _fill(shard, cases, case, spans, rows, crowd, found)
    return found


@njit(cache=True)
def _long(value: Any) -> int:  # noqa: ANN401 - whatever integer a column holds
    # Unsigned and signed would make a float, and each mixture of types another compilation.
    return np.int64(value)  # type: ignore[return-value]


@njit(cache=True)
def _position(shard: Shard, venue: int, moment: int) -> int:
    """The first stay at a venue that does not start before a moment after the origin."""
    low, high = shard.first[venue], shard.first[venue + 1]
    while low < high:
        middle = (low + high) >> 1
        if shard.start[middle] < moment:
            low = middle + 1
        else:
            high = middle
    return int(low)


@njit(cache=True)
def _meet(shard: Shard, cases: Cases, c: int, i: int, start: int, j: int) -> bool:
    """Whether stay j, which starts early enough, shares air with presence i of case c, at most."""
    if _long(shard.start[j]) + shard.most[j] <= start:
        return False
    if cases.zone[i] >= 0 and shard.zone[j] >= 0 and cases.zone[i] != shard.zone[j]:
        return False
    for own in range(cases.own_first[c], cases.own_first[c + 1]):  # noqa: SIM110 - compiled
        if shard.who[j] == cases.own[own]:
            return False
    return True


@njit(cache=True)
def _range(shard: Shard, cases: Cases, c: int, i: int, venue: int, start: int) -> tuple[int, int]:
    tail = _long(cases.rules[cases.rule[c], 0])
    first = _position(shard, venue, start - shard.longest)
    return first, _position(shard, venue, start + cases.most[i] + tail)


@njit(cache=True, parallel=True)
def _count(shard: Shard, cases: Cases, case: Int, at: Long, counts: Long, spans: Long, crowd: Floats) -> None:
    for i in prange(len(case)):
        if at[i] >= 0:
            counts[i], crowd[i] = _beside(shard, cases, _long(case[i]), _long(i), at[i], spans)


@njit(cache=True, parallel=True)
def _fill(
    shard: Shard, cases: Cases, case: Int, spans: Long, rows: Long, crowd: Floats, found: Exposures
) -> None:
    for i in prange(len(case)):
        if rows[i] < rows[i + 1]:
            _meetings(shard, cases, _long(case[i]), _long(i), spans, crowd[i], found, rows[i])


# What a loop over threads does stands in functions of its own: assigned to several columns at once inside of
# it, some of the values were lost (numba 0.68).
@njit(cache=True)
def _beside(shard: Shard, cases: Cases, c: int, i: int, venue: int, spans: Long) -> tuple[int, float]:
    """How many meet the case there, and how many of them are beside it on average.

    The first and the last of them are kept in `spans`: few of those who came within the longest stay did.
    """
    start = cases.start[i] - shard.origin
    first, until = _range(shard, cases, c, i, venue, start)
    end, beside, n = start + cases.likely[i], 0, 0
    for j in range(first, until):
        if _meet(shard, cases, c, i, start, j):
            if n == 0:
                spans[i, 0] = j
            spans[i, 1] = j + 1
            n += 1
            enters = _long(shard.start[j])
            beside += max(0, min(enters + shard.likely[j], end) - max(enters, start))
    return n, beside / cases.likely[i]


@njit(cache=True)
def _meetings(
    shard: Shard, cases: Cases, c: int, i: int, spans: Long, crowd: float, found: Exposures, row: int
) -> None:
    start = cases.start[i] - shard.origin
    room, rule = cases.rooms[cases.room[i]], cases.rules[cases.rule[c]]
    given = _given(cases, cases.curve[c], cases.start[i])
    near = room[2] * min(1.0, room[3] / max(crowd, room[4], 1.0)) if rule[3] > 0 else 0.0
    for j in range(spans[i, 0], spans[i, 1]):
        if _meet(shard, cases, c, i, start, j):
            found.case[row], found.person[row], found.venue[row] = c, shard.who[j], cases.venue[i]
            _times(shard, cases, i, start, j, rule, found, row)
            if rule[3] > 0:
                _dose(shard, cases, c, i, start, j, room, rule, near, given, found, row)
            else:
                found.hours[row], found.least[row], found.most[row] = 0.0, 0.0, 0.0
            row += 1


@njit(cache=True)
def _times(
    shard: Shard, cases: Cases, i: int, start: int, j: int, rule: Floats, found: Exposures, row: int
) -> None:
    """From coming together to parting, and how much of that was brief."""
    enters = _long(shard.start[j])
    begins, tail = max(start, enters), _long(rule[0])
    leaves, left = enters + shard.likely[j], start + cases.likely[i]
    together, whole = max(0, min(leaves, left) - begins), min(leaves, left + tail) - begins
    threshold = cases.brief[i] * (rule[2] if shard.weak[j] or cases.weak[i] else 1.0)
    found.start[row] = begins + shard.origin
    if whole > 0:
        found.length[row], found.together[row] = whole, together
        found.brief[row] = (together + (whole - together) / 2) / threshold
    else:
        found.length[row] = min(enters + shard.most[j], start + cases.most[i] + tail) - begins
        found.together[row], found.brief[row] = -1, 0.0


@njit(cache=True)
def _dose(
    shard: Shard, cases: Cases, c: int, i: int, start: int, j: int, room: Floats, rule: Floats, near: float,
    given: float, found: Exposures, row: int,
) -> None:  # fmt: skip
    """The parts of `dose.parts_of` for each of the three ends, and what follows from them.

    `near` is what an hour together is worth there, `given` what the case had given off when it came.
    """
    late = _long(shard.start[j]) - start
    stays = (_long(cases.least[i]), _long(cases.likely[i]), _long(cases.most[i]))
    theirs = (_long(shard.least[j]), _long(shard.likely[j]), _long(shard.most[j]))
    a0, c0 = _parts(cases, c, i, late, stays[0], theirs[0], room, near, rule[0], given)
    a1, c1, a2, c2 = a0, c0, a0, c0
    if stays[1] != stays[0] or theirs[1] != theirs[0]:
        a1, c1 = _parts(cases, c, i, late, stays[1], theirs[1], room, near, rule[0], given)
    if stays[2] != stays[0] or theirs[2] != theirs[0]:
        a2, c2 = _parts(cases, c, i, late, stays[2], theirs[2], room, near, rule[0], given)
    air, close = _W0 * a0 + _W1 * a1 + _W2 * a2, _W0 * c0 + _W1 * c1 + _W2 * c2
    hours = air + close
    share = air / hours if hours > 0 else 0.0
    width = math.sqrt((share * room[5]) ** 2 + ((1 - share) * room[6]) ** 2 + rule[1] ** 2)
    factor = math.exp(_NORMAL_975 * width)
    found.hours[row] = hours
    found.least[row] = min(a0 + c0, a1 + c1, a2 + c2) / factor
    found.most[row] = max(a0 + c0, a1 + c1, a2 + c2) * factor


@njit(cache=True)
def _parts(
    cases: Cases, c: int, i: int, late: int, stayed: int, theirs: int, room: Floats, near: float, air: float,
    given: float,
) -> tuple[float, float]:  # fmt: skip
    """Hours through the air and close by, where the case stayed and the other came late and stayed so long.

    `air` is the tail: all times in milliseconds.
    """
    gone = late + theirs
    until = min(stayed, gone) if gone > 0 else stayed
    curve, begins = cases.curve[c], cases.start[i]
    level = (_given(cases, curve, begins + until) - given) / (until / HOUR)
    stay, enters, leaves = stayed / HOUR, late / HOUR, max(gone, late) / HOUR
    both = max(0.0, min(stay, leaves) - max(0.0, enters))
    return level * room[1] * _mixed(stay, enters, leaves, room[0], air / HOUR), level * near * both


@njit(cache=True)
def _given(cases: Cases, curve: int, moment: int) -> float:
    """What the case has given off up to a moment, as `infectiousness.Curve.until`."""
    first, n = cases.curve_first[curve], cases.curve_first[curve + 1] - cases.curve_first[curve]
    step = (moment - cases.curve_origin[curve]) / HOUR * _STEPS
    below = min(max(_long(step), 0), n - 2)
    before, after = cases.given[first + below], cases.given[first + below + 1]
    return float(before + (after - before) * min(max(step - below, 0.0), 1.0))


@njit(cache=True)
def _mixed(stay: float, enters: float, leaves: float, loss: float, tail: float) -> float:
    """As `rooms.mixed_hours`."""
    hours = 0.0
    first, last = max(0.0, enters), min(stay, leaves)
    if last > first:
        hours += (last - first) - (math.exp(-loss * first) - math.exp(-loss * last)) / loss
    first, last = max(stay, enters), min(leaves, stay + tail)
    if last > first:
        left = 1 - math.exp(-loss * stay)
        hours += left * (math.exp(-loss * (first - stay)) - math.exp(-loss * (last - stay))) / loss
    return hours
