"""A whole city as columns: what the compiled kernel reads and gives. Times are whole milliseconds.

Tuples of arrays, because these go into compiled functions and over a network as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Long = NDArray[np.int64]
Int = NDArray[np.int32]
HOUR: Final = 3.6e6
"""Milliseconds."""


class Shard(NamedTuple):
    """Stays of some venues by venue, start, person and zone, shape (stays,): 23 bytes a stay."""

    origin: int
    """Milliseconds since 1970, UTC, at which `start` is 0."""
    longest: int
    """The largest of `most`."""
    venue: Int
    """The numbers of its venues, rising; all shards of a city count the same venues."""
    first: Long
    """Rows `first[n]` to `first[n + 1]` are those of `venue[n]`, shape (venues + 1,)."""
    start: NDArray[np.uint32]
    """After the origin: at most 49 days."""
    least: Int
    """After the start, as `likely` and `most`; 0 < least <= likely <= most."""
    likely: Int
    most: Int
    who: Int
    zone: NDArray[np.int16]
    """The number of the zone within its venue; -1: the venue as a whole."""
    weak: NDArray[np.bool_]
    """Whether the evidence proves little: a static or a typed code."""

    def part(self, begin: int, end: int) -> Shard:
        """The shard of its venues `begin` to `end`: views, nothing is copied."""
        rows = slice(int(self.first[begin]), int(self.first[end]))
        first = self.first[begin : end + 1] - self.first[begin]
        return self._replace(
            venue=self.venue[begin:end],
            first=first,
            **{name: getattr(self, name)[rows] for name in Shard._fields[4:]},
        )


class Cases(NamedTuple):
    """Cases and where they were while they may have infected others."""

    first: Long
    """Presences of case n are rows `first[n]` to `first[n + 1]`, shape (cases + 1,)."""
    venue: Int
    """This column and the next seven by presence."""
    zone: NDArray[np.int16]
    start: Long
    """Since 1970, UTC."""
    least: Int
    """After the start, as `likely` and `most`."""
    likely: Int
    most: Int
    weak: NDArray[np.bool_]
    room: Int
    brief: Floats
    """Milliseconds from which a meeting there is more than brief, on strong evidence."""
    own_first: Long
    """The persons that case n is are `own[own_first[n]:own_first[n + 1]]`: never among their own contacts."""
    own: Int
    curve: Int
    """Which of the curves, by case."""
    rule: Int
    """Which of the rules, by case."""
    curve_first: Long
    """Shape (curves + 1,): the points of curve n in `given`."""
    curve_origin: Long
    given: Floats
    """What a case has given off since the curve's origin, every 15 minutes."""
    rooms: Floats
    """Shape (rooms, 7): the fields of `rooms.Room`."""
    rules: Floats
    """Shape (rules, 6): see `RULE`."""

    def some(self, numbers: Long) -> Cases:
        """Only these cases, in this order; they count from 0."""
        sizes, own_sizes = np.diff(self.first)[numbers], np.diff(self.own_first)[numbers]
        rows, own = ranges(self.first[numbers], sizes), ranges(self.own_first[numbers], own_sizes)
        return self._replace(
            first=np.concatenate(([0], np.cumsum(sizes))),
            **{name: getattr(self, name)[rows] for name in BY_PRESENCE},
            own_first=np.concatenate(([0], np.cumsum(own_sizes))),
            own=self.own[own],
            curve=self.curve[numbers],
            rule=self.rule[numbers],
        )

    def take(self, begin: int, end: int) -> Cases:
        """Only the cases `begin` to `end`; they count from 0 again."""
        rows = slice(int(self.first[begin]), int(self.first[end]))
        own = slice(int(self.own_first[begin]), int(self.own_first[end]))
        return self._replace(
            first=self.first[begin : end + 1] - self.first[begin],
            **{name: getattr(self, name)[rows] for name in BY_PRESENCE},
            own_first=self.own_first[begin : end + 1] - self.own_first[begin],
            own=self.own[own],
            curve=self.curve[begin:end],
            rule=self.rule[begin:end],
        )


BY_PRESENCE: Final = ("venue", "zone", "start", "least", "likely", "most", "weak", "room", "brief")
"""The columns of `Cases` with one row a presence."""
RULE: Final = ("tail", "width", "weak", "dose", "per_hour", "dispersion")
"""Of a disease: milliseconds of tail, deviation of the logarithm of the hazard an hour, the factor of `brief`
for weak evidence, 1 where there is a dose and 0 where only time counts, the hazard an hour, dispersion."""


class Exposures(NamedTuple):
    """One row a meeting, by case, its presence, and the other's start; shape (meetings,)."""

    case: Int
    person: Int
    venue: Int
    start: Long
    """Since 1970, UTC: when the two came together."""
    length: Int
    """Until they parted, the tail included; where that is only possible, the most it may be."""
    together: Int
    """Both were there, likely; -1: sharing is only possible."""
    hours: Floats
    """Of the reference room; 0 where the rule has no dose."""
    least: Floats
    most: Floats
    brief: Floats
    """Shares of what is more than brief."""


class Pairs(NamedTuple):
    """One row a person and a case, by case and person; shape (pairs,)."""

    case: Int
    person: Int
    hours: Floats
    least: Floats
    most: Floats
    exposures: Int
    band: NDArray[np.int8]
    """`ranking.Band`."""
    first: Long
    """The meetings of pair n are rows `first[n]` to `first[n + 1]` below, those worth most first."""
    part_venue: Int
    part_start: Long
    part_hours: Floats
    """What the meeting adds to the pair: time in a shop counts there, not in its mall again."""

    def some(self, rows: Long, case: Int) -> Pairs:
        """Only these rows, and all cases under other numbers."""
        sizes = np.diff(self.first)[rows]
        parts = ranges(self.first[rows], sizes)
        whole = ("person", "hours", "least", "most", "exposures", "band")
        return Pairs(
            case=case[rows].astype(np.int32),
            **{name: getattr(self, name)[rows] for name in whole},
            first=np.concatenate(([0], np.cumsum(sizes))),
            part_venue=self.part_venue[parts],
            part_start=self.part_start[parts],
            part_hours=self.part_hours[parts],
        )


def ranges(first: Long, sizes: Long) -> Long:
    """`first[n]`, `first[n] + 1` and so on for each n, one range after the other."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    rows: Long = np.arange(total) + np.repeat(first - (ends - sizes), sizes)
    return rows


def empty_exposures(rows: int) -> Exposures:
    """Columns for so many meetings, still to be filled."""
    case, person, venue, length, together = (np.empty(rows, dtype=np.int32) for _ in range(5))
    start, (hours, least, most, brief) = np.empty(rows, dtype=np.int64), (np.empty(rows) for _ in range(4))
    return Exposures(case, person, venue, start, length, together, hours, least, most, brief)


def joined(found: Sequence[Exposures]) -> Exposures:
    """The meetings of the same cases in several shards, by case and in the order of the shards."""
    order = np.argsort(np.concatenate([part.case for part in found]), kind="stable")
    return Exposures(*(np.concatenate(columns)[order] for columns in zip(*found, strict=True)))
