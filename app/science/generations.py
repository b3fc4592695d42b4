"""Generations after the first: how many people met a contact while that contact could have been infectious.

They are counted by venue and day, never listed: a person two steps away is opened only when the person
between tests positive. Counts grow by two orders of magnitude a step, so there are caps, and a cap that
was met is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.domain.diseases import Disease
from app.science.errors import BadParameter
from app.science.visit_columns import DAY, NEVER, Ints, ordered, same_length

DEEPEST: Final = 2
"""The generation that is counted by default: F2."""
MOST_PEOPLE: Final = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class Exposed:
    """People of one generation, shape (people,), each once: when they were exposed, in microseconds.

    `isolated_at` is `NEVER` for whoever is not isolated.
    """

    person: Ints
    exposed_from: Ints
    exposed_until: Ints
    isolated_at: Ints

    def __post_init__(self) -> None:
        same_length(self.person, self.exposed_from, self.exposed_until, self.isolated_at)
        ordered(self.exposed_from, self.exposed_until)
        if len(np.unique(self.person)) < len(self.person):
            raise BadParameter("a contact is given twice")

    def take(self, rows: Ints) -> Exposed:
        """Only these rows."""
        return Exposed(
            self.person[rows], self.exposed_from[rows], self.exposed_until[rows], self.isolated_at[rows]
        )


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """Who met whom where, shape (meetings,): `by` is the earlier generation, times in microseconds."""

    by: Ints
    person: Ints
    venue: Ints
    start: Ints
    end: Ints

    def __post_init__(self) -> None:
        same_length(self.by, self.person, self.venue, self.start, self.end)
        ordered(self.start, self.end)


Meetings = Callable[[Ints, Ints, Ints], Met]
"""Given people and the beginning and end of the time asked for, each shape (people,), everybody they met
then."""


@dataclass(frozen=True, slots=True, eq=False)
class Generation:
    """How many people of one generation there are, and where."""

    number: int
    people: int
    venue: Ints
    """With `day` and `there` the table by venue and day, shape (rows,)."""
    day: Ints
    """Which day: n is from `days[n]` to `days[n + 1]`."""
    there: Ints
    """Different people of this generation met there on that day; the same person may be in several rows."""
    not_followed: int
    """People of the generation before whose meetings were not looked at because there were too many."""
    at_least: bool
    """A cap was met here or before: there are more."""


def latent_days(disease: Disease) -> float:
    """From exposure to the earliest day on which somebody exposed could infect others, in days.

    The shortest incubation (its 2.5 %, in whole days downward) less the days before onset on which a case may
    infect; never under zero. COVID-19 with 1 and 2 days gives 0, measles with 8 and 4 gives 4.
    """
    return max(0.0, float(disease.incubation_window[0] - disease.infectious_before))


def infectious_from_to(exposed: Exposed, disease: Disease, *, now: int) -> tuple[Ints, Ints]:
    """When each could be infectious if they were infected, shape (people,) twice, in microseconds.

    From the earliest exposure plus `latent_days`, until isolated, until now, or until the longest
    incubation and infectious period have passed since the last exposure. The end may lie before the
    beginning: never.
    """
    begin = exposed.exposed_from + round(latent_days(disease) * DAY)
    longest = disease.incubation_window[1] + disease.infectious_after + 1
    end = np.minimum(exposed.exposed_until + longest * DAY, exposed.isolated_at)
    return begin, np.minimum(end, now)


def counted_generations(
    first: Exposed,
    meetings: Meetings,
    *,
    disease: Disease,
    cases: Ints,
    days: Ints,
    now: int,
    deepest: int = DEEPEST,
    most_people: int = MOST_PEOPLE,
) -> tuple[Generation, ...]:
    """Count the generations from F2 to `deepest`.

    Everybody counts once, in their earliest generation; cases and first contacts are in none of these.
    Whoever is met only before the person they met could be infectious, or after that one's isolation, does
    not count.

    Args:
        first: The contacts F1, as officials decided.
        meetings: Looks up whom people met in a time.
        disease: Its profile.
        cases: People who are cases already, shape (cases,).
        days: When local days begin and end, in microseconds, rising, shape (days + 1,).
        now: In microseconds.
        deepest: The last generation counted, from 2.
        most_people: Of each generation, so many at most are followed on, the earliest exposed first.

    Raises:
        BadParameter: caps under their least, days that do not rise, or a meeting outside of them.

    Source: F2 as contact-tracing practice has it (contacts of contacts); the earliest infectious time from
    the profile, see `latent_days`.
    """
    if deepest < DEEPEST or most_people < 1 or len(days) < 2 or np.any(np.diff(days) <= 0):  # noqa: PLR2004
        raise BadParameter("at least the second generation, one person and one day, days in order")
    known = np.union1d(cases, first.person)
    result: list[Generation] = []
    earlier, at_least = first, False
    for number in range(2, deepest + 1):
        order = np.lexsort((earlier.person, earlier.exposed_from))
        followed = earlier.take(order[:most_people])
        left = len(order) - len(followed.person)
        at_least = at_least or left > 0
        met = _while_infectious(followed, meetings, disease, known, now)
        result.append(_counted(number, met, days, left, at_least=at_least))
        earlier = _exposed(met)
        known = np.union1d(known, earlier.person)
    return tuple(result)


def _while_infectious(followed: Exposed, meetings: Meetings, disease: Disease, known: Ints, now: int) -> Met:
    """Meetings of new people with those followed, cut to the time in which these could infect."""
    begin, end = infectious_from_to(followed, disease, now=now)
    able = np.flatnonzero(end > begin)
    met = meetings(followed.person[able], begin[able], end[able])
    order = able[np.argsort(followed.person[able])]
    people = followed.person[order]
    row = np.minimum(np.searchsorted(people, met.by), max(len(people) - 1, 0))
    kept = np.zeros(len(met.by), dtype=bool) if not len(people) else people[row] == met.by
    kept &= ~np.isin(met.person, known)
    by = order[row[kept]]
    start, stop = np.maximum(met.start[kept], begin[by]), np.minimum(met.end[kept], end[by])
    still = stop > start
    rows = np.flatnonzero(kept)[still]
    return Met(met.by[rows], met.person[rows], met.venue[rows], start[still], stop[still])


def _counted(number: int, met: Met, days: Ints, left: int, *, at_least: bool) -> Generation:
    """By venue and the day on which each meeting began."""
    day = np.searchsorted(days, met.start, "right") - 1
    if np.any((day < 0) | (day >= len(days) - 1)):
        raise BadParameter("a meeting lies outside the days given")
    rows = np.unique(np.stack((met.venue, day, met.person)), axis=1)
    table, there = np.unique(rows[:2], axis=1, return_counts=True)
    people = len(np.unique(met.person))
    return Generation(number, people, table[0], table[1], there.astype(np.int64), left, at_least)


def _exposed(met: Met) -> Exposed:
    """The people met, from their first meeting to their last; nobody has isolated them yet."""
    person, row = np.unique(met.person, return_inverse=True)
    start = np.full(len(person), NEVER)
    end = np.full(len(person), -NEVER)
    np.minimum.at(start, row, met.start)
    np.maximum.at(end, row, met.end)
    return Exposed(person, start, end, np.full(len(person), NEVER))
