"""Stays from the check-ins that one trace gathers: what `domain.stays` says, over columns.

As `stay_columns`, with what an official is shown of each stay, and with shifts: staff stay longer and go
everywhere in their place.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.policy import Policy
from app.domain.venue_kinds import LEAST_STAY, MOST_STAY
from app.science.presence_columns import Ints, Presences
from app.science.stay_columns import NEVER, latest, openings

Bools = NDArray[np.bool_]
_SECOND: Final = 1_000_000
_SHORTEST: Final = 60 * _SECOND


@dataclass(frozen=True, slots=True, eq=False)
class CheckIns:
    """One row a check-in that was not withdrawn, shape (rows,). Times in microseconds since 1970, UTC.

    By person, entry and id: that order decides between two at the same moment.
    """

    who: Ints
    place: Ints
    """Those below `places` matter; whatever lies above only ends stays here."""
    zone: Ints
    """-1: the venue as a whole."""
    entered: Ints
    left: Ints
    """Below 0: not checked out."""
    typical: Ints
    """How long such a stay takes there, or a shift."""
    closing: Ints
    """When the opening in force at the entry ends; `NEVER` where none does."""
    on_shift: Bools
    weakness: Ints
    companions: Ints
    children: Ints

    def __len__(self) -> int:
        return len(self.who)

    def take(self, rows: Bools | Ints) -> CheckIns:
        """The same with only these rows: positions, or a mask."""
        return CheckIns(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Stays:
    """Stays at the places that matter, and what stands beside each."""

    presences: Presences
    assumed: Bools
    weakness: Ints
    """Of the first check-in of each; of a shift where one of them is one."""
    companions: Ints
    children: Ints
    rows: Ints
    """Rows of the check-ins, those of one stay together."""
    first: Ints
    """Where in `rows` each stay begins."""

    def flags(self, of_check_ins: Ints) -> Ints:
        """What lowers the evidence of each stay: whatever lowers that of one of its check-ins."""
        if not len(self.first):
            return np.empty(0, dtype=np.int64)
        return np.asarray(np.bitwise_or.reduceat(of_check_ins[self.rows], self.first))


def stays_of(visits: CheckIns, places: int, inside: Ints, policy: Policy, *, shift_weakness: int) -> Stays:
    """The stays at the first `places` places, by person, place, zone and start.

    Args:
        visits: All that is known of everybody's days.
        places: How many places matter.
        inside: Pairs of a place and another that it lies in, as lower * (largest + 1) + upper, where the
            largest is that of any place.
        policy: For the longest stay and re-entry.
        shift_weakness: What a shift's check-in has as `weakness`.
    """
    elsewhere = _next_elsewhere(visits, (visits.left < 0) & (visits.place < places), inside)
    rows = np.flatnonzero(visits.place < places)
    here = visits.take(rows)
    bound = np.minimum(here.closing, elsewhere[rows])
    bound = np.minimum(bound, here.entered + int(policy.longest_stay.total_seconds()) * _SECOND)
    bound = np.maximum(bound, here.entered + _SHORTEST)
    is_open, known = here.left < 0, np.maximum(here.left, here.entered + _SHORTEST)
    ends = [
        np.where(is_open, np.minimum(here.entered + _part(factor, here.typical), bound), known)
        for factor in (LEAST_STAY, 1.0, MOST_STAY)
    ]
    return _joined(
        Presences(here.who, here.place, here.zone, here.entered, *ends), here, rows, policy, shift_weakness
    )


def _part(factor: float, typical: Ints) -> Ints:
    # Half to even, as Python rounds a timedelta.
    return np.asarray(np.rint(factor * typical), dtype=np.int64)


def _next_elsewhere(visits: CheckIns, wanted: Bools, inside: Ints) -> Ints:
    """When each person next entered a venue that is not inside this one, or another zone of it."""
    who, place, zone, entered = visits.who, visits.place, visits.zone, visits.entered
    wide = int(place.max(initial=0)) + 1
    found = np.full(len(who), NEVER)
    rows = np.flatnonzero(wanted)
    step = 0
    while len(rows):
        step += 1
        rows = rows[rows + step < len(who)]
        rows = rows[who[rows + step] == who[rows]]
        later = rows + step
        same = place[later] == place[rows]
        moved = same & (zone[later] >= 0) & (zone[later] != zone[rows]) & ~visits.on_shift[rows]
        within = same | np.isin(place[later] * wide + place[rows], inside)
        gone = (entered[later] > entered[rows]) & (~within | moved)
        found[rows[gone]] = entered[later[gone]]
        rows = rows[~gone]
    return found


def _joined(one_each: Presences, visits: CheckIns, rows: Ints, policy: Policy, shift_weakness: int) -> Stays:
    """Stays of one person at one place that overlap, or follow within the time for re-entry, as one."""
    order = np.lexsort((one_each.start, one_each.zone, one_each.venue, one_each.who))
    stays, visits, rows = one_each.take(order), visits.take(order), rows[order]
    first = openings(stays, int(policy.re_entry.total_seconds()) * _SECOND)
    last = latest(stays, first)
    shift = np.bitwise_or.reduceat(visits.on_shift, first) if len(first) else visits.on_shift
    most = [np.maximum.reduceat(c, first) if len(first) else c for c in (visits.companions, visits.children)]
    joined = Presences(
        stays.who[first],
        stays.venue[first],
        stays.zone[first],
        stays.start[first],
        stays.least_end[last],
        stays.end[last],
        stays.most_end[last],
    )
    weakness = np.where(shift, shift_weakness, visits.weakness[first])
    return Stays(joined, visits.left[last] < 0, weakness, most[0], most[1], rows, first)
