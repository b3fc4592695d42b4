"""Stays of a whole city from its visits: what `domain.stays` says of one person, over columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.policy import Policy
from app.domain.venue_kinds import LEAST_STAY, MOST_STAY
from app.science.presence_columns import Ints, Presences

NEVER: Final = np.iinfo(np.int64).max
"""Stands for a closing time that does not come."""
_SECOND: Final = 1_000_000
_SHORTEST: Final = 60 * _SECOND


@dataclass(frozen=True, slots=True, eq=False)
class CheckIns:
    """One row a check-in that was not withdrawn, shape (rows,). Times in microseconds since 1970, UTC."""

    who: Ints
    venue: Ints
    zone: Ints
    """-1: the venue as a whole."""
    entered: Ints
    left: Ints
    """-1: not checked out."""
    closing: Ints
    """When the opening in force at the entry ends; `NEVER` where none does."""


def stays_of(visits: CheckIns, typical: Ints, parent: Ints, policy: Policy) -> Presences:
    """Everybody's stays, by person, venue, zone and start.

    Args:
        visits: All of them, in any order; ties of one person's entries are broken by their order here.
        typical: By venue, microseconds of a typical stay.
        parent: By venue, the one it is inside; -1: none.
        policy: For the longest stay and re-entry.
    """
    order = np.lexsort((visits.entered, visits.who))
    who, venue, zone, entered, left, closing = (
        getattr(visits, name)[order] for name in ("who", "venue", "zone", "entered", "left", "closing")
    )
    known = np.maximum(left, entered + _SHORTEST)
    elsewhere = _next_elsewhere(who, venue, zone, entered, wanted=left < 0, around=_around(parent))
    bound = np.minimum(closing, elsewhere)
    bound = np.minimum(bound, entered + int(policy.longest_stay.total_seconds()) * _SECOND)
    bound = np.maximum(bound, entered + _SHORTEST)
    ends = [
        np.where(left >= 0, known, np.minimum(entered + _part(factor, typical)[venue], bound))
        for factor in (LEAST_STAY, 1.0, MOST_STAY)
    ]
    again = int(policy.re_entry.total_seconds()) * _SECOND
    return _joined(Presences(who, venue, zone, entered, *ends), again)


def _part(factor: float, typical: Ints) -> Ints:
    # Half to even, as Python rounds a timedelta.
    return np.asarray(np.rint(factor * typical), dtype=np.int64)


def _around(parent: Ints) -> Ints:
    """By venue, the venue itself and those around it, (venues, depth), filled up with -1."""
    levels = [np.arange(len(parent))]
    while True:
        above = np.where(levels[-1] >= 0, parent[levels[-1]], -1)
        if (above < 0).all() or len(levels) > len(parent):
            return np.stack(levels, axis=1)
        levels.append(above)


def _next_elsewhere(
    who: Ints, venue: Ints, zone: Ints, entered: Ints, *, wanted: NDArray[np.bool_], around: Ints
) -> Ints:
    """When each person next entered a venue that is not inside this one, or another zone of it.

    The rows are sorted by person and entry.
    """
    found = np.full(len(who), NEVER)
    rows = np.flatnonzero(wanted)
    step = 0
    while len(rows):
        step += 1
        rows = rows[rows + step < len(who)]
        later = rows + step
        same = who[later] == who[rows]
        rows, later = rows[same], later[same]
        inside = (around[venue[later]] == venue[rows, None]).any(axis=1)
        moved = (venue[later] == venue[rows]) & (zone[later] >= 0) & (zone[later] != zone[rows])
        elsewhere = (entered[later] > entered[rows]) & (~inside | moved)
        found[rows[elsewhere]] = entered[later[elsewhere]]
        rows = rows[~elsewhere]
    return found


def _joined(stays: Presences, again: int) -> Presences:
    """Stays of one person at one place that overlap, or follow within `again`, as one."""
    stays = stays.take(np.lexsort((stays.start, stays.zone, stays.venue, stays.who)))
    first = openings(stays, again)
    last = latest(stays, first)
    return Presences(
        stays.who[first],
        stays.venue[first],
        stays.zone[first],
        stays.start[first],
        stays.least_end[last],
        stays.end[last],
        stays.most_end[last],
    )


def openings(stays: Presences, again: int) -> Ints:
    """Where a joined stay begins among rows sorted by person, venue, zone and start."""
    if not len(stays):
        return np.empty(0, dtype=np.int64)
    places = np.stack((stays.who, stays.venue, stays.zone))
    changes = np.concatenate(([True], (places[:, 1:] != places[:, :-1]).any(axis=0)))
    origin = stays.start.min()
    # Each place gets a stretch of time of its own, so that one running maximum serves all.
    stretch = int(stays.end.max() - origin) + again + 1
    group = (np.cumsum(changes) - 1) * stretch
    reach = np.maximum.accumulate(stays.end - origin + group)
    starts = stays.start - origin + group
    first = changes.copy()
    first[1:] |= starts[1:] >= reach[:-1] + again
    return np.flatnonzero(first)


def latest(stays: Presences, first: Ints) -> Ints:
    """The row whose ends a joined stay has: of its latest likely end, the later where two are equal."""
    if not len(first):
        return first
    cluster = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(stays))))
    last = np.lexsort((np.arange(len(cluster)), stays.end, cluster))
    return np.asarray(last[np.append(first[1:], len(stays)) - 1])
