"""The histories that a case might have had: what a permutation puts in the place of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from app.domain.distributions import Waiting
from app.science.errors import BadParameter, ShapesDiffer, TooMany
from app.science.permutation import drawn
from app.science.visit_columns import DAY, NOBODY, Floats, Ints, Visits, ordered, same_length
from app.science.votes import Window, backward_window, votes

_MOST_ROWS: Final = 30_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Cases whose source is looked for: columns of one length, shape (cases,).

    `person` as in the visits; the onset lies in [onset_from, onset_until), in microseconds; `household` is -1
    where none is known; `stratum` says whose histories it might as well have had (ward and age band, say).
    """

    person: Ints
    onset_from: Ints
    onset_until: Ints
    household: Ints
    stratum: Ints

    def __post_init__(self) -> None:
        same_length(self.person, self.onset_from, self.onset_until, self.household, self.stratum)
        ordered(self.onset_from, self.onset_until)
        if len(np.unique(self.person)) < len(self.person):
            raise BadParameter("a person is a case twice")

    def onset(self, case: int) -> tuple[int, int]:
        """First and last moment at which the illness can have begun."""
        return int(self.onset_from[case]), int(self.onset_until[case])

    def homes(self) -> Ints:
        """Numbers from 0: the same for cases of one household, its own for a case without, shape (cases,)."""
        alone = np.flatnonzero(self.household == NOBODY)
        named = self.household.copy()
        named[alone] = -2 - alone
        return np.unique(named, return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """People by stratum, chosen without regard to where they went: shape (people,).

    Under the null hypothesis the recorded cases of a stratum are any of its recorded people, so a case may
    have had anyone's visits there. Whoever has no visit at all in any case's window takes no part: next to
    people who never check in, every venue of the cases would look special. For the same reason the visits
    of both must be of one kind: what only an interview brought to light is left out. Strata that hold
    nobody but the case say nothing for or against it.
    """

    person: Ints
    stratum: Ints


@dataclass(frozen=True, slots=True)
class OwnDays:
    """No pool: each case's own days, turned round. `since` is when its records begin, in microseconds.

    The null hypothesis is that the onset has nothing to do with which days were which. Days outside the
    incubation window come into it by turning, so a case needs records longer than its window; with 21 days
    and a window of 13 a venue visited once is in the window most of the time anyway, and little will ever
    stand out.
    """

    since: int


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Votes that cases would give under other histories, sparse: one row per case and history.

    `first` and `own` (cases,) are a case's first row and the row that is true; `begin` (rows + 1,) points
    into `venue` and `vote` (entries,), venues as positions among those asked for.
    """

    first: Ints
    own: Ints
    count: Ints
    swapped: tuple[Ints, ...]
    """Cases that draw from the same histories and never two the same; all others draw for themselves."""
    begin: Ints
    venue: Ints
    vote: Floats

    def rows(self, times: int, rng: np.random.Generator) -> Ints:
        """Random histories for all cases, shape (times, cases)."""
        draw = rng.integers(0, self.count, size=(times, len(self.count)))
        for members in self.swapped:
            draw[:, members] = drawn(len(members), int(self.count[members[0]]), times, rng)
        return np.asarray(self.first + draw, dtype=np.int64)

    def narrowed(self, venues: Ints) -> Votes:
        """The same with only these venues, positions in order."""
        kept = np.isin(self.venue, venues)
        begin = np.concatenate(([0], np.cumsum(kept)))[self.begin]
        return replace(
            self, begin=begin, venue=np.searchsorted(venues, self.venue[kept]), vote=self.vote[kept]
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    row: Ints
    venue: Ints
    vote: Floats


def from_truth(cases: Cases, visits: Visits, venues: Ints, *, incubation: Waiting, window: Window) -> Votes:
    """The votes of every case under its own visits, the only history it has here.

    Args:
        cases: The cases.
        visits: Theirs, and perhaps those of others.
        venues: The venues asked for, in order.
        incubation: Days from infection to onset.
        window: Shortest and longest incubation looked at, in days.
    """
    visits = visits.take(np.isin(visits.venue, venues) & np.isin(visits.person, cases.person))
    rows = []
    for case, person in enumerate(cases.person.tolist()):
        theirs = visits.take(visits.person == person)
        rows.append(
            _votes_of(cases.onset(case), theirs, np.full(len(theirs.start), case), incubation, window)
        )
    count = np.ones(len(cases.person), dtype=np.int64)
    return _packed(rows, venues, first=_first(count), own=_first(count), count=count)


def from_pool(
    cases: Cases, visits: Visits, pool: Pool, venues: Ints, *, incubation: Waiting, window: Window
) -> Votes:
    """The votes of every case under the visits of everybody in its stratum.

    Args:
        cases: The cases.
        visits: Of the cases and of the pool, at all venues.
        pool: Other people; a case that is in it is there once.
        venues: The venues asked for, in order.
        incubation: Days from infection to onset.
        window: Shortest and longest incubation looked at, in days.

    Raises:
        ShapesDiffer: columns of the pool differ.
        TooMany: more than 30 million pairs of a case and a person or visit; draw a smaller pool.
    """
    if pool.person.shape != pool.stratum.shape:
        raise ShapesDiffer(f"{pool.person.shape} people in {pool.stratum.shape} strata")
    recorded = np.unique(visits.person)
    visits = visits.take(np.isin(visits.venue, venues))
    count, own = np.ones(len(cases.person), np.int64), np.zeros(len(cases.person), np.int64)
    swapped, parts = [], []
    for stratum in np.unique(cases.stratum):
        inside = np.flatnonzero((cases.stratum == stratum) & np.isin(cases.person, recorded))
        others = np.intersect1d(pool.person[pool.stratum == stratum], recorded)
        if not len(inside):
            continue
        people = np.union1d(cases.person[inside], others)
        theirs = visits.take(np.isin(visits.person, people))
        count[inside] = len(people)
        own[inside] = np.searchsorted(people, cases.person[inside])
        swapped.append(inside)
        parts += [(case, theirs, np.searchsorted(people, theirs.person)) for case in inside.tolist()]
    first = _first(count)
    _held(sum(len(theirs.start) for _, theirs, _ in parts))
    rows = [
        _votes_of(cases.onset(case), theirs, first[case] + position, incubation, window)
        for case, theirs, position in parts
    ]
    return _packed(rows, venues, first=first, own=first + own, count=count, swapped=tuple(swapped))


def from_own_days(
    cases: Cases, visits: Visits, null: OwnDays, venues: Ints, *, incubation: Waiting, window: Window
) -> Votes:
    """The votes of every case under its own days turned by any whole number of days.

    The days are the last whole ones from the beginning of the records up to the end of the backward
    window, so that the hour of the day stays what it was.

    Args:
        cases: The cases.
        visits: Their visits.
        null: When records begin.
        venues: The venues asked for, in order.
        incubation: Days from infection to onset.
        window: Shortest and longest incubation looked at, in days.

    Raises:
        BadParameter: a case with fewer than two days of records.
    """
    visits = visits.take(np.isin(visits.venue, venues))
    windows = [backward_window(cases.onset(case), window) for case in range(len(cases.person))]
    ends = np.array([last for _, last in windows], dtype=np.int64)
    count = (ends - null.since) // DAY
    if np.any(count < 2):  # noqa: PLR2004 - one day cannot be turned
        raise BadParameter("a case needs at least two days of records before its onset")
    first, rows = _first(count), []
    for case, person in enumerate(cases.person.tolist()):
        days, begin = int(count[case]), int(ends[case] - count[case] * DAY)
        theirs = visits.take(
            (visits.person == person) & (visits.start >= begin) & (visits.start < ends[case])
        )
        turn = np.repeat(np.arange(days), len(theirs.start))
        start = begin + (np.tile(theirs.start - begin, days) + turn * DAY) % (days * DAY)
        length = np.tile(theirs.end - theirs.start, days)
        turned = Visits(np.tile(theirs.person, days), np.tile(theirs.venue, days), start, start + length)
        rows.append(_votes_of(cases.onset(case), turned, first[case] + turn, incubation, window))
    return _packed(rows, venues, first=first, own=first, count=count)


def _first(count: Ints) -> Ints:
    """Where the rows of each case begin."""
    _held(int(count.sum()))
    return np.concatenate(([0], np.cumsum(count)[:-1])).astype(np.int64)


def _held(pairs: int) -> None:
    if pairs > _MOST_ROWS:
        raise TooMany(f"{pairs} pairs of a case and somebody's history; draw a smaller pool")


def _votes_of(onset: tuple[int, int], visits: Visits, row: Ints, incubation: Waiting, window: Window) -> _Row:
    begin, end = backward_window(onset, window)
    inside = (visits.start < end) & (visits.end > begin)
    vote = votes(incubation, window, onset, visits.start[inside], visits.end[inside])
    return _Row(row[inside], visits.venue[inside], vote)


def _packed(
    rows: list[_Row], venues: Ints, *, first: Ints, own: Ints, count: Ints, swapped: tuple[Ints, ...] = ()
) -> Votes:
    """All rows as one sparse table, the visits of one history to one venue summed."""
    row = np.concatenate([part.row for part in rows])
    venue = np.searchsorted(venues, np.concatenate([part.venue for part in rows]))
    key, place = np.unique(row * max(len(venues), 1) + venue, return_inverse=True)
    vote = np.bincount(place, np.concatenate([part.vote for part in rows]), minlength=len(key))
    row, venue = np.divmod(key, max(len(venues), 1))
    begin = np.searchsorted(row, np.arange(int(count.sum()) + 1))
    return Votes(first, own, count, swapped, begin.astype(np.int64), venue, vote.astype(np.float64))
