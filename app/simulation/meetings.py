"""Who is together with a case on one day, in venues and at home, and how hazardous that is by the hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.simulation.columns import HOUR, MINUTE, Floats, Ints
from app.simulation.illness import HOME
from app.simulation.law import Law
from app.simulation.places import KINDS
from app.simulation.seats import factor, nearby, seats
from app.simulation.stays import Stays
from app.simulation.town import Town

HOME_AT, UP_AT, WAY_HOME = 6 * HOUR, 28 * HOUR + 40 * MINUTE, 20 * MINUTE
"""From when to when, after midnight, people are together at home unless they have stays; after the last one
they need a while to get there."""


@dataclass(frozen=True, slots=True, eq=False)
class Meetings:
    """Pairs of a case and somebody susceptible, with the time they share and its hazard an hour."""

    case: Ints
    """Row of the infections."""
    person: Ints
    venue: Ints
    begin: Ints
    end: Ints
    rate: Floats


def _expand(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """For ranges first, first + 1, ... of these lengths: which range, and which position, in one go."""
    which = np.repeat(np.arange(len(first)), count)
    within = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    return which, first[which] + within


def outside(town: Town, law: Law, case_of: Ints, stays: Stays) -> Meetings:
    """Everybody who shares a venue and a time with a case; `case_of` gives each person's row, or -1.

    Two who meet in a stall are together in its market as well, and both count.
    """
    order = np.argsort(stays.venue, kind="stable")
    bounds = np.searchsorted(stays.venue[order], np.arange(len(town.places) + 1))
    source = np.flatnonzero(case_of[stays.person] >= 0)
    venue = stays.venue[source]
    which, at = _expand(bounds[venue], bounds[venue + 1] - bounds[venue])
    mine, other = source[which], order[at]
    start, end = (
        np.maximum(stays.start[mine], stays.start[other]),
        np.minimum(stays.end[mine], stays.end[other]),
    )
    together = (end > start) & (stays.person[mine] != stays.person[other])
    which, mine, other, start, end = (x[together] for x in (which, mine, other, start, end))
    length = stays.end[source] - stays.start[source]
    present = np.bincount(which, end - start, minlength=len(source)) / length
    kind = town.places.kind[venue]
    mixing, circle = (np.array([table[k] for k in KINDS])[kind] for table in (law.mixing, law.circle))
    rate = law.per_hour * mixing * np.minimum(1.0, circle / np.maximum(present, 1.0))
    pair_rate = rate[which]
    if law.near is not None:
        seat = seats(town, stays)
        close = nearby(seat[mine], seat[other], present[which], law.near)
        pair_rate = pair_rate * factor(close, present[which], law.near)
    person = stays.person[other].astype(np.int64)
    return Meetings(
        case_of[stays.person[mine]], person, stays.venue[mine].astype(np.int64), start, end, pair_rate
    )


def at_home(town: Town, law: Law, case_of: Ints, stays: Stays, midnight: int) -> Meetings:
    """Everybody in the household of a case, for as long as both are in."""
    residents = town.residents
    back = np.full(len(residents), midnight + HOME_AT, dtype=np.int64)
    np.maximum.at(back, stays.person, stays.end + WAY_HOME)
    ill = np.flatnonzero(case_of >= 0)
    household = residents.household[ill]
    first: Ints = np.append(residents.head, len(residents)).astype(np.int64)
    which, person = _expand(first[household], first[household + 1] - first[household])
    begin = np.maximum(back[ill[which]], back[person])
    end = np.full(len(which), midnight + UP_AT)
    rate = np.full(len(which), law.household_per_hour)
    return Meetings(case_of[ill[which]], person, np.full(len(which), HOME), begin, end, rate)
