"""Who was in one venue at one time with a case: plain overlaps, for the baselines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.science.presence_columns import Presences
from app.simulation.columns import Floats, Ints, take


@dataclass(frozen=True, slots=True, eq=False)
class Overlaps:
    """One row an overlap, microseconds UTC; likely ends where there was no check-out."""

    case: Ints
    person: Ints
    venue: Ints
    start: Ints
    end: Ints


def overlaps(cases: Presences, case: Ints, others: Presences) -> Overlaps:
    """Everybody's overlaps with the presences of cases, nobody's with themselves.

    Args:
        cases: Where cases were.
        case: Which case each of these rows is of.
        others: Where everybody was, cases included.
    """
    order = np.lexsort((others.start, others.venue))
    venue, start = others.venue[order], others.start[order]
    origin, wide = (int(start.min()), int(np.ptp(start)) + 2) if len(start) else (0, 1)
    longest = int((others.end - others.start).max(initial=0))
    keys = venue * wide + (start - origin)
    first, until = (
        np.searchsorted(keys, cases.venue * wide + np.clip(moment - origin, 0, wide - 1))
        for moment in (cases.start - longest, cases.end)
    )
    count = np.maximum(until - first, 0)
    mine = np.repeat(np.arange(len(cases)), count)
    other = order[np.arange(len(mine)) - np.repeat(np.cumsum(count) - count - first, count)]
    return _kept(cases, case, others, mine, other)


def _kept(cases: Presences, case: Ints, others: Presences, mine: Ints, other: Ints) -> Overlaps:
    start = np.maximum(cases.start[mine], others.start[other])
    end = np.minimum(cases.end[mine], others.end[other])
    meets = (end > start) & (cases.who[mine] != others.who[other])
    table = Overlaps(case[mine], others.who[other], cases.venue[mine], start, end)
    return take(table, meets)


def whole(found: Overlaps, people: int) -> Overlaps:
    """Overlaps of one pair that touch are one: in a stall and in the market around it, a minute is a minute.

    The venue is that of the first.
    """
    if not len(found.case):
        return found
    found = take(found, np.lexsort((found.start, found.person, found.case)))
    pair = found.case * people + found.person
    changes = np.append(True, np.diff(pair) != 0)
    origin, wide = int(found.start.min()), int(np.ptp(found.end)) + int(np.ptp(found.start)) + 2
    lane = (np.cumsum(changes) - 1) * wide
    reach = np.maximum.accumulate(found.end - origin + lane)
    begins = changes.copy()
    begins[1:] |= (found.start - origin + lane)[1:] > reach[:-1]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(begins)) - 1
    end = (reach - lane + origin)[last]
    one = take(found, first)
    return Overlaps(one.case, one.person, one.venue, one.start, end)


def minutes(found: Overlaps) -> Floats:
    """Of each overlap."""
    length: Floats = (found.end - found.start) / 60e6
    return length
