"""Who was there with many cases at once, compiled: the rule of `exposure_columns`, equal to 1e-9.

Importing this module brings in numba: import it inside the functions that trace a city. Compiled code is kept
beside this file, or in the user's cache where that folder cannot be written, and is made anew when this file
changes: what calls each other compiled stays in one file, for changes elsewhere would not be noticed. It lets
go of the interpreter, so that threads share the cases among them: see `ahead`.
"""

# ruff: noqa: PLR0917 - compiled functions take their arguments by position

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numba import njit

from app.science.city_columns import HOUR, Cases, Exposures, Floats, Int, Long, Shard, empty_exposures
from app.science.dose import SWANSON
from app.science.infectiousness import STEPS_A_DAY

_NORMAL_975: Final = 1.959963984540054
_STEPS: Final = STEPS_A_DAY / 24
_W0, _W1, _W2 = SWANSON
_compiled: Final = njit(cache=True, nogil=True, error_model="numpy")


def exposures(shard: Shard, cases: Cases) -> Exposures:
    """Every meeting of the cases with the people in a shard, by case, its presence, and the other's start.

    Takes 68 bytes a meeting: hand over some cases at a time.
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
    _fill(shard, cases, case, spans, rows, crowd, np.empty(int(rows[-1]), dtype=np.int64), found)
    return found


# What runs once a meeting takes numbers, or one column: to hand over a column counts a reference to it, and
# the thirty of a shard and its cases take longer than what is to be worked out.
@_compiled
def _long(value: Any) -> int:  # noqa: ANN401 - whatever integer a column holds
    # Unsigned and signed would make a float, and each mixture of types another compilation.
    return np.int64(value)  # type: ignore[return-value]


@_compiled
def _count(shard: Shard, cases: Cases, case: Int, at: Long, counts: Long, spans: Long, crowd: Floats) -> None:
    for i in range(len(case)):
        if at[i] >= 0:
            counts[i], crowd[i] = _beside(shard, cases, _long(case[i]), i, at[i], spans[i])


@_compiled
def _fill(
    shard: Shard, cases: Cases, case: Int, spans: Long, rows: Long, crowd: Floats, others: Long,
    found: Exposures,
) -> None:  # fmt: skip
    for i in range(len(case)):
        if rows[i] < rows[i + 1]:
            c, met = _long(case[i]), others[rows[i] : rows[i + 1]]
            _meetings(shard, cases, c, i, spans[i], rows[i], met, found)
            if cases.rules[cases.rule[c], 3] > 0:
                _doses(shard, cases, c, i, crowd[i], rows[i], met, found)
            else:
                mine = slice(rows[i], rows[i + 1])
                found.hours[mine], found.least[mine], found.most[mine] = 0.0, 0.0, 0.0


@_compiled
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


@_compiled
def _beside(shard: Shard, cases: Cases, c: int, i: int, venue: int, span: Long) -> tuple[int, float]:
    """How many meet the case there, at most, and how many of them are beside it on average.

    The first and the last of them are kept in `span`: few of those who came within the longest stay did.
    """
    start, stayed, zone = cases.start[i] - shard.origin, _long(cases.likely[i]), cases.zone[i]
    own, last = cases.own_first[c], cases.own_first[c + 1]
    mine = _long(cases.own[own]) if own < last else -1
    until = _position(shard, venue, start + cases.most[i] + _long(cases.rules[cases.rule[c], 0]))
    beside, n = 0, 0
    for j in range(_position(shard, venue, start - shard.longest), until):
        late = _long(shard.start[j]) - start
        if late + shard.most[j] <= 0 or (zone >= 0 and 0 <= shard.zone[j] != zone):
            continue
        if shard.who[j] == mine or (own + 1 < last and _is_own(cases.own[own:last], shard.who[j])):
            continue
        span[0] = span[0] if n else j
        span[1] = j + 1
        n += 1
        beside += max(0, min(late + shard.likely[j], stayed) - max(late, 0))
    return n, beside / stayed


@_compiled
def _is_own(own: Int, who: int) -> bool:
    """Whether it is one of the persons that the case is."""
    for one in own:  # noqa: SIM110 - compiled
        if who == one:
            return True
    return False


@_compiled
def _meetings(
    shard: Shard, cases: Cases, c: int, i: int, span: Long, row: int, met: Long, found: Exposures
) -> None:
    """Who meets the case there, as `_beside` counted, and when; `met` gets their stays."""
    start, zone, brief, weak = cases.start[i] - shard.origin, cases.zone[i], cases.brief[i], cases.weak[i]
    stayed, most, venue = _long(cases.likely[i]), _long(cases.most[i]), cases.venue[i]
    own, last = cases.own_first[c], cases.own_first[c + 1]
    mine = _long(cases.own[own]) if own < last else -1
    tail, weaker = _long(cases.rules[cases.rule[c], 0]), cases.rules[cases.rule[c], 2]
    n = 0
    for j in range(span[0], span[1]):
        late = _long(shard.start[j]) - start
        if late + shard.most[j] <= 0 or (zone >= 0 and 0 <= shard.zone[j] != zone):
            continue
        if shard.who[j] == mine or (own + 1 < last and _is_own(cases.own[own:last], shard.who[j])):
            continue
        found.case[row + n], found.person[row + n], found.venue[row + n] = c, shard.who[j], venue
        begins, leaves = max(0, late), late + shard.likely[j]
        whole, both = min(leaves, stayed + tail) - begins, max(0, min(leaves, stayed) - begins)
        longest = min(late + shard.most[j], most + tail) - begins
        threshold = brief * (weaker if weak or shard.weak[j] else 1.0)
        found.start[row + n] = cases.start[i] + begins
        found.length[row + n] = whole if whole > 0 else longest
        found.together[row + n] = both if whole > 0 else -1
        found.brief[row + n] = (both + (whole - both) / 2) / threshold if whole > 0 else 0.0
        met[n] = j
        n += 1


@_compiled
def _doses(
    shard: Shard, cases: Cases, c: int, i: int, crowd: float, row: int, met: Long, found: Exposures
) -> None:
    """What the meetings are worth: the parts of `dose.parts_of` for each of the three ends."""
    start = cases.start[i] - shard.origin
    stays = _long(cases.least[i]), _long(cases.likely[i]), _long(cases.most[i])
    room, rule = cases.rooms[cases.room[i]], cases.rules[cases.rule[c]]
    loss, tail = room[0] / HOUR, _long(rule[0])
    through_air, near = room[1] / HOUR, room[2] * min(1.0, room[3] / max(crowd, room[4], 1.0)) / HOUR
    curve = cases.given[cases.curve_first[cases.curve[c]] : cases.curve_first[cases.curve[c] + 1]]
    at = cases.start[i] - cases.curve_origin[cases.curve[c]]
    before, remains, rest = _given(curve, at), np.empty(3), math.exp(-loss * tail)
    for k in range(3):
        remains[k] = math.exp(-loss * stays[k])
    air, close = np.empty(3), np.empty(3)
    for n in range(len(met)):
        late = _long(shard.start[met[n]]) - start
        theirs = _long(shard.least[met[n]]), _long(shard.likely[met[n]]), _long(shard.most[met[n]])
        since = math.exp(-loss * late) if late > 0 else 1.0
        for k in range(3):
            stay, gone = stays[k], late + theirs[k]
            if k > 0 and stay == stays[0] and theirs[k] == theirs[0]:
                air[k], close[k] = air[0], close[0]
                continue
            until = min(stay, gone) if gone > 0 else stay
            level = (_given(curve, at + until) - before) / (until / HOUR)
            both = max(0, min(stay, gone) - max(0, late))
            mixed = _mixed(late, stay, gone, both, tail, loss, since, remains[k], rest)
            air[k], close[k] = level * through_air * mixed, level * near * both
        found.hours[row + n], found.least[row + n], found.most[row + n] = _three(
            air[0], air[1], air[2], close[0], close[1], close[2], room[5], room[6], rule[1]
        )


@_compiled
def _three(
    a0: float, a1: float, a2: float, c0: float, c1: float, c2: float, of_air: float, of_close: float,
    of_rule: float,
) -> tuple[float, float, float]:  # fmt: skip
    """The mean over the three ends, and what is left of it and becomes of it at 2.5 and 97.5 %."""
    air, close = _W0 * a0 + _W1 * a1 + _W2 * a2, _W0 * c0 + _W1 * c1 + _W2 * c2
    hours = air + close
    share = air / hours if hours > 0 else 0.0
    width = math.sqrt((share * of_air) ** 2 + ((1 - share) * of_close) ** 2 + of_rule**2)
    factor = math.exp(_NORMAL_975 * width)
    return hours, min(a0 + c0, a1 + c1, a2 + c2) / factor, max(a0 + c0, a1 + c1, a2 + c2) * factor


@_compiled
def _mixed(
    late: int, stay: int, gone: int, both: int, tail: int, loss: float, since: float, remains: float,
    rest: float,
) -> float:  # fmt: skip
    """As `rooms.mixed_hours`, in milliseconds, with the exponentials that many meetings share worked out.

    Args:
        late: When the other came after the case, as all times.
        stay: When the case went.
        gone: When the other went.
        both: How long both were there.
        tail: What is counted after the case went.
        loss: In a millisecond.
        since: Of the air at the beginning, what remains when the other comes; 1 before the beginning.
        remains: What remains of it when the case goes.
        rest: What remains of the air there when the case goes, after the tail.
    """
    mixed = 0.0
    if both > 0:
        mixed = both - (since - (remains if gone >= stay else math.exp(-loss * gone))) / loss
    if gone > stay and late < stay + tail:
        first = 1.0 if late <= stay else math.exp(-loss * (late - stay))
        last = rest if gone >= stay + tail else math.exp(-loss * (gone - stay))
        mixed += (1.0 - remains) * (first - last) / loss
    return mixed


@_compiled
def _given(curve: Floats, moment: int) -> float:
    """What the case has given off so long after the curve's origin, as `infectiousness.Curve.until`."""
    # In this order: by another rounding, a meeting of a millisecond is off by a ten-millionth of its worth.
    step = moment / HOUR * _STEPS
    below = min(max(_long(step), 0), len(curve) - 2)
    return float(curve[below] + (curve[below + 1] - curve[below]) * min(max(step - below, 0.0), 1.0))
