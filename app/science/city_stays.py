"""Stays of a whole city from its visits, compiled: what `domain.stays` says of one person, over columns.

Persons come in groups, so that a hundred million visits need not stand in memory twice: of each group all
visits of all days at once. Compiled code is kept as in `city_kernel`; what calls each other stays here.
"""

# ruff: noqa: PLR0917 - compiled functions take their arguments by position

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from app.domain.stays import SHIFT
from app.domain.venue_kinds import LEAST_STAY, MOST_STAY
from app.science.ahead import done_ahead
from app.science.city_columns import Int, Long, Shard

STAFF: Final = 1
WEAK: Final = 2
"""Bits of `Visits.mark`: somebody at work; a static or a typed code."""
_SHORTEST: Final = 60_000
_SHIFT: Final = SHIFT // timedelta(milliseconds=1)
_VENUES_AT_ONCE: Final = 1_000
_compiled: Final = njit(cache=True, nogil=True)
_DIGIT: Final = 11
_BUCKETS: Final = 1 << _DIGIT


class Visits(NamedTuple):
    """Visits that were not withdrawn, shape (rows,), 19 bytes each: what is kept of a day."""

    who: Int
    venue: Int
    entered: NDArray[np.uint32]
    """Milliseconds after an origin."""
    left: Int
    """Milliseconds after the entry; below 0: not checked out, and gone after so many at the latest, by
    closing time or by the longest stay."""
    zone: NDArray[np.int16]
    mark: NDArray[np.uint8]


def taken(visits: Visits, rows: NDArray[np.bool_]) -> Visits:
    """Only some of them, by a mask."""
    return visits._replace(**{name: column[rows] for name, column in visits._asdict().items()})


def joined_visits(parts: Sequence[Visits]) -> Visits:
    """All rows of several tables."""
    names = Visits._fields
    return Visits(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


class Places(NamedTuple):
    """What a stay without a check-out asks of venues, by number."""

    typical: Int
    """Milliseconds."""
    parent: Int
    """The venue around it; -1: none."""


class City:
    """A shard that grows, group of persons by group, and is sorted at the end."""

    def __init__(self, origin: int, visits_at: Long) -> None:
        """Room for the stays at each venue: no more than there were visits."""
        self._first = np.concatenate(([0], np.cumsum(visits_at)))
        self._next = self._first[:-1].copy()
        n = int(self._first[-1])
        self._columns = Shard(
            origin, 0, np.arange(len(visits_at), dtype=np.int32), self._first, np.empty(n, dtype=np.uint32),
            np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int32),
            np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int16), np.empty(n, dtype=np.bool_),
        )  # fmt: skip

    def add(self, visits: Visits, places: Places, again: int) -> None:
        """Add the stays of some persons, all of whose visits are given, in any order.

        Args:
            visits: Theirs.
            places: All venues.
            again: Milliseconds within which a return continues a stay.
        """
        order = np.argsort(visits.who.astype(np.uint64) << np.uint64(32) | visits.entered)
        in_order = visits._replace(**{name: column[order] for name, column in visits._asdict().items()})
        _add(in_order, places, again, self._next, self._columns)

    def sorted(self) -> Shard:
        """The shard, once all persons are in it."""
        counts = self._next - self._first[:-1]
        some = range(0, len(counts), _VENUES_AT_ONCE)
        for _ in done_ahead(lambda begin: _sort(self._columns, self._first, counts, begin), some):
            pass
        first = np.concatenate(([0], np.cumsum(counts)))
        _close_gaps(self._columns, self._first, first)
        rows = int(first[-1])
        columns = {name: getattr(self._columns, name)[:rows] for name in Shard._fields[4:]}
        longest = int(columns["most"].max(initial=0))
        return self._columns._replace(longest=longest, first=first, **columns)


@_compiled
def _long(value: Any) -> int:  # noqa: ANN401 - whatever number a column holds
    return np.int64(value)  # type: ignore[return-value]


@_compiled
def _add(visits: Visits, places: Places, again: int, following: Long, city: Shard) -> None:
    """Rows come by person and entry. `following` is where each venue's next stay goes."""
    n = len(visits.who)
    rows = np.empty(n, dtype=np.int64)
    begin, kept = 0, 0
    for k in range(n):
        if k and visits.who[k] != visits.who[k - 1]:
            begin, kept = k, 0
        entered = _long(visits.entered[k])
        ends = _ends(visits, places, k)
        at = kept - 1
        while at >= 0 and not _same_place(visits, rows, city, begin, at, k):
            at -= 1
        if at >= 0:
            row = rows[begin + at]
            start = _long(city.start[row])
            if entered < start + city.likely[row] + again:
                late = entered - start
                if late + ends[1] >= city.likely[row]:
                    city.least[row], city.likely[row] = late + ends[0], late + ends[1]
                    city.most[row] = late + ends[2]
                city.weak[row] = city.weak[row] and (visits.mark[k] & STAFF) == 0
                continue
        venue = visits.venue[k]
        row = following[venue]
        following[venue] += 1
        city.start[row], city.who[row], city.zone[row] = visits.entered[k], visits.who[k], visits.zone[k]
        city.least[row], city.likely[row], city.most[row] = ends
        city.weak[row] = (visits.mark[k] & WEAK) != 0
        rows[begin + kept] = row
        kept += 1


@_compiled
def _same_place(visits: Visits, rows: Long, city: Shard, begin: int, at: int, k: int) -> bool:
    """Whether an earlier stay of the person was where visit k is: its row lies in that venue's range."""
    row, venue = rows[begin + at], visits.venue[k]
    return bool(city.first[venue] <= row < city.first[venue + 1] and city.zone[row] == visits.zone[k])


@_compiled
def _ends(visits: Visits, places: Places, k: int) -> tuple[int, int, int]:
    """After how long the visit ended: at least, likely and at most."""
    left = _long(visits.left[k])
    if left >= 0:
        known = max(left, _SHORTEST)
        return known, known, known
    bound = max(_next_elsewhere(visits, places.parent, k, -left), _SHORTEST)
    typical = _SHIFT if visits.mark[k] & STAFF else _long(places.typical[visits.venue[k]])
    least, most = _long(np.rint(LEAST_STAY * typical)), _long(np.rint(MOST_STAY * typical))
    return min(least, bound), min(typical, bound), min(most, bound)


@_compiled
def _next_elsewhere(visits: Visits, parent: Int, k: int, bound: int) -> int:
    """After how long the person entered a venue that is not inside this one, or another zone of it."""
    venue, entered = visits.venue[k], _long(visits.entered[k])
    later = k + 1
    while later < len(visits.who) and visits.who[later] == visits.who[k]:
        after = _long(visits.entered[later]) - entered
        if after >= bound:
            return bound
        if after > 0:
            around = visits.venue[later]
            depth = 0
            while around >= 0 and around != venue and depth <= len(parent):
                around = parent[around]
                depth += 1
            moved = visits.venue[later] == venue and 0 <= visits.zone[later] != visits.zone[k]
            if around != venue or (moved and (visits.mark[k] & STAFF) == 0):
                return after
        later += 1
    return bound


@_compiled
def _sort(city: Shard, first: Long, counts: Long, begin: int) -> None:
    """Some venues' stays by start."""
    for venue in range(begin, min(begin + _VENUES_AT_ONCE, len(counts))):
        _sort_one(city, first[venue], counts[venue])


@_compiled
def _sort_one(city: Shard, begin: int, count: int) -> None:
    """One venue's stays by start."""
    start = city.start[begin : begin + count]
    rows, spare = np.arange(count), np.empty(count, dtype=np.int64)
    for shift in range(0, 32, _DIGIT):
        place = np.zeros(_BUCKETS + 1, dtype=np.int64)
        for row in rows:
            place[((start[row] >> shift) & (_BUCKETS - 1)) + 1] += 1
        for bucket in range(_BUCKETS):
            place[bucket + 1] += place[bucket]
        for row in rows:
            bucket = (start[row] >> shift) & (_BUCKETS - 1)
            spare[place[bucket]] = row
            place[bucket] += 1
        rows, spare = spare, rows
    end = begin + count
    _reorder(city.start[begin:end], rows)
    _reorder(city.least[begin:end], rows)
    _reorder(city.likely[begin:end], rows)
    _reorder(city.most[begin:end], rows)
    _reorder(city.who[begin:end], rows)
    _reorder(city.zone[begin:end], rows)
    _reorder(city.weak[begin:end], rows)


@_compiled
def _reorder(column: Any, rows: Long) -> None:  # noqa: ANN401 - of whatever kind
    # Not by a column of indices: all of this would take more than twice as long to compile.
    held = column.copy()
    for row in range(len(rows)):
        column[row] = held[rows[row]]


@_compiled
def _close_gaps(city: Shard, old: Long, new: Long) -> None:
    """Move every venue's stays down to where they belong: never over what is still to be moved."""
    for venue in range(len(new) - 1):
        for k in range(new[venue + 1] - new[venue]):
            there, here = old[venue] + k, new[venue] + k
            city.start[here], city.who[here] = city.start[there], city.who[there]
            city.least[here], city.likely[here] = city.least[there], city.likely[there]
            city.most[here], city.zone[here] = city.most[there], city.zone[there]
            city.weak[here] = city.weak[there]
