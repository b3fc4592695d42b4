"""Meetings put together by person and case, compiled: the sums and bands of `ranking`, equal to 1e-9.

Two who meet in a shop have often both checked in to its mall as well: the time counts once, where it is worth
most in an hour. Compiled code is kept as in `city_kernel`; what calls each other stays in this file.
"""

# ruff: noqa: FBT001, PLR0917 - compiled functions take their arguments by position

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from app.science.city_columns import HOUR, Cases, Exposures, Floats, Int, Long, Pairs

_compiled: Final = njit(cache=True, nogil=True, error_model="numpy")
_STRONG: Final = 1.0
_VERY_STRONG: Final = 4.0
"""Hours, as in `ranking`: a test holds the two together."""
_DIGIT: Final = 12
_BUCKETS: Final = 1 << _DIGIT


def pairs(found: Exposures, cases: Cases) -> Pairs:
    """One row a case and person, by case and then by person.

    Args:
        found: Meetings by case; of several shards, all of them `city_columns.joined`.
        cases: The same cases.
    """
    first = np.searchsorted(found.case, np.arange(len(cases.first)))
    order = np.empty(len(found.case), dtype=np.int64)
    people = np.zeros(len(first) - 1, dtype=np.int64)
    _by_person(found.person, int(found.person.max(initial=0)), first, order, people)
    rows = np.concatenate(([0], np.cumsum(people)))
    n = int(rows[-1])
    case, person, exposures = (np.empty(n, dtype=np.int32) for _ in range(3))
    hours, least, most = (np.empty(n) for _ in range(3))
    result = Pairs(
        case,
        person,
        hours,
        least,
        most,
        exposures,
        np.empty(n, dtype=np.int8),
        np.zeros(n + 1, dtype=np.int64),
        np.empty_like(found.venue),
        np.empty_like(found.start),
        np.empty_like(found.hours),
    )
    _put_together(found, cases, first, order, rows, result)
    return result


class Best(NamedTuple):
    """The meetings worth most of each pair, shape (3, pairs); of the second and third only some are there."""

    venue: Int
    start: Long
    hours: Floats
    there: NDArray[np.uint8]
    """One bit a pair, the lowest first, shape (3, bytes); where it is 0, the columns hold anything."""


def best(found: Pairs) -> Best:
    """The three meetings of each pair that are worth most."""
    n = len(found.case)
    venue, start, hours = np.empty((3, n), np.int32), np.empty((3, n), np.int64), np.empty((3, n))
    there = np.zeros((3, (n + 7) // 8), np.uint8)
    _best(found.first, found.part_venue, found.part_start, found.part_hours, venue, start, hours, there)
    return Best(venue, start, hours, there)


@_compiled
def _best(
    first: Long, part_venue: Int, part_start: Long, part_hours: Floats, venue: Int, start: Long,
    hours: Floats, there: NDArray[np.uint8],
) -> None:  # fmt: skip
    for pair in range(len(first) - 1):
        row = first[pair]
        venue[0, pair], start[0, pair], hours[0, pair] = part_venue[row], part_start[row], part_hours[row]
        for place in range(1, min(3, first[pair + 1] - row)):
            at = row + place
            venue[place, pair], start[place, pair] = part_venue[at], part_start[at]
            hours[place, pair] = part_hours[at]
            there[place, pair >> 3] |= np.uint8(1 << (pair & 7))
    there[0, :] = np.uint8(255)


@_compiled
def _by_person(person: Int, largest: int, first: Long, order: Long, people: Long) -> None:
    """The rows of each case by person, in their order where equal; how many persons each case has."""
    for c in range(len(first) - 1):
        people[c] = _sorted(person, largest, first[c], order[first[c] : first[c + 1]])


@_compiled
def _sorted(person: Int, largest: int, begin: int, order: Long) -> int:
    rows, spare = np.arange(begin, begin + len(order)), np.empty(len(order), dtype=np.int64)
    shift = 0
    while shift == 0 or (largest >> shift) > 0:
        place = np.zeros(_BUCKETS + 1, dtype=np.int64)
        for row in rows:
            place[((person[row] >> shift) & (_BUCKETS - 1)) + 1] += 1
        for bucket in range(_BUCKETS):
            place[bucket + 1] += place[bucket]
        for row in rows:
            bucket = (person[row] >> shift) & (_BUCKETS - 1)
            spare[place[bucket]] = row
            place[bucket] += 1
        rows, spare = spare, rows
        shift += _DIGIT
    people = 0
    for n in range(len(rows)):
        # One by one: to set a whole slice brings in the words of its error, two seconds of compiling.
        order[n] = rows[n]
        people += n == 0 or person[rows[n]] != person[rows[n - 1]]
    return people


@_compiled
def _put_together(
    found: Exposures, cases: Cases, first: Long, order: Long, rows: Long, result: Pairs
) -> None:
    for c in range(len(first) - 1):
        dose = cases.rules[cases.rule[c], 3] > 0
        result.case[rows[c] : rows[c + 1]] = c
        _pairs_of(found, dose, order, first[c], first[c + 1], result, rows[c])


@_compiled
def _pairs_of(
    found: Exposures, dose: bool, order: Long, begin: int, until: int, result: Pairs, pair: int
) -> None:
    # Most pairs met once: what they need is taken out of the tables before, as in `city_kernel`.
    _, person, venue, start, _, _, hours, least, most, brief = found
    _, who, pair_hours, pair_least, pair_most, meetings, band, first, part_venue, part_start, part_hours = (
        result
    )
    while begin < until:
        row, end = order[begin], begin + 1
        while end < until and person[order[end]] == person[row]:
            end += 1
        who[pair], meetings[pair], first[pair + 1] = person[row], end - begin, end
        if dose and end == begin + 1:
            pair_hours[pair], pair_least[pair], pair_most[pair] = hours[row], least[row], most[row]
            band[pair] = _band(hours[row], brief[row])
            part_venue[begin], part_start[begin], part_hours[begin] = venue[row], start[row], hours[row]
        else:
            _pair(found, order[begin:end], dose, result, pair, begin)
        begin, pair = end, pair + 1


@_compiled
def _pair(found: Exposures, rows: Long, dose: bool, result: Pairs, pair: int, begin: int) -> None:
    """One person's meetings with one case, all in `rows`; their parts go to `begin` and after."""
    n = len(rows)
    worth, expected, least, most, brief = np.empty(n), 0.0, 0.0, 0.0, 0.0
    _order_by_rate(found, rows, dose)
    for k in range(n):
        row = rows[k]
        share = _share(found, rows, k) if k else 1.0
        worth[k] = share * _hours(found, row, dose)
        least += share * found.least[row]
        most += found.most[row]
        brief += found.brief[row]
        expected += worth[k]
    hours = expected if dose else _shared(found, rows) / HOUR
    if not dose:
        least, most = hours, hours
    result.hours[pair], result.least[pair], result.most[pair] = hours, least, most
    result.band[pair] = _band(hours, brief)
    for k in range(n):
        at = begin + k
        while at > begin and worth[k] > result.part_hours[at - 1]:
            result.part_venue[at] = result.part_venue[at - 1]
            result.part_start[at] = result.part_start[at - 1]
            result.part_hours[at] = result.part_hours[at - 1]
            at -= 1
        result.part_venue[at], result.part_start[at] = found.venue[rows[k]], found.start[rows[k]]
        result.part_hours[at] = worth[k]


@_compiled
def _hours(found: Exposures, row: int, dose: bool) -> float:
    """As `ranking.hours_of`."""
    if dose:
        return float(found.hours[row])
    together = max(found.together[row], 0)
    after = found.length[row] - together if found.together[row] >= 0 else 0
    return float((together + after / 2) / HOUR)


@_compiled
def _order_by_rate(found: Exposures, rows: Long, dose: bool) -> None:
    """The most in an hour first; then the most, the earliest, the smallest number."""
    for k in range(1, len(rows)):
        row, at = rows[k], k
        while at > 0 and _before(found, row, rows[at - 1], dose):
            rows[at] = rows[at - 1]
            at -= 1
        rows[at] = row


@_compiled
def _before(found: Exposures, row: int, other: int, dose: bool) -> bool:
    mine, theirs = _hours(found, row, dose), _hours(found, other, dose)
    rate, their_rate = mine / found.length[row], theirs / found.length[other]
    if rate != their_rate:
        return bool(rate > their_rate)
    if mine != theirs:
        return bool(mine > theirs)
    if found.start[row] != found.start[other]:
        return bool(found.start[row] < found.start[other])
    return bool(found.venue[row] < found.venue[other])


@_compiled
def _share(found: Exposures, rows: Long, k: int) -> float:
    """The share of a meeting's time that none of those before it covers."""
    row = rows[k]
    begins = found.start[row]
    end, reached, covered = begins + found.length[row], begins, 0
    taken = rows[:k].copy()
    _order_by_start(found, taken)
    for other in taken:
        first, last = max(reached, found.start[other]), min(end, found.start[other] + found.length[other])
        if last > first:
            covered += last - first
            reached = last
    return float(1.0 - covered / found.length[row])


@_compiled
def _order_by_start(found: Exposures, rows: Long) -> None:
    for k in range(1, len(rows)):
        row, at = rows[k], k
        while at > 0 and found.start[row] < found.start[rows[at - 1]]:
            rows[at] = rows[at - 1]
            at -= 1
        rows[at] = row


@_compiled
def _shared(found: Exposures, rows: Long) -> float:
    """Milliseconds likely together, and half of those in the air left behind, each counted once."""
    rows = rows.copy()
    _order_by_start(found, rows)
    whole, together = 0, 0
    reached = reached_together = found.start[rows[0]]
    for row in rows:
        if found.together[row] < 0:
            continue
        begins = found.start[row]
        parted, last = begins + found.together[row], begins + found.length[row]
        whole += max(0, last - max(begins, reached))
        together += max(0, parted - max(begins, reached_together))
        reached, reached_together = max(reached, last), max(reached_together, parted)
    both = min(together, whole)
    return float(both + (whole - both) / 2)


@_compiled
def _band(hours: float, brief: float) -> int:
    """As `ranking.band_of`."""
    if hours >= _VERY_STRONG:
        return 4
    if hours >= _STRONG:
        return 3
    return 1 if brief < 1 else 2
