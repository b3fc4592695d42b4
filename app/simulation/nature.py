"""What differs from person to person in worlds where that matters: who catches it easily, who is friends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.simulation.columns import HOUR, Floats, Index, Ints
from app.simulation.illness import ELSEWHERE, Infections
from app.simulation.law import Elsewhere, Law
from app.simulation.meetings import Meetings
from app.simulation.residents import Residents

_LONGEST = 5.0
"""Hours of a meeting at most, so that it ends on the day it began."""


@dataclass(frozen=True, slots=True, eq=False)
class Nature:
    """One row a person."""

    susceptibility: Floats
    """Factor on every hazard, 1 on average."""
    friends: Index
    """(people, n): whom one meets outside any venue. Friendship is mutual."""


def _friends(residents: Residents, pairs: int, rng: np.random.Generator) -> Index:
    """Rings through all people, near in age and near in ward by turns: each ring gives two friends."""
    count = len(residents)
    friends = np.zeros((count, 2 * pairs), dtype=np.int32)
    for turn in range(pairs):
        like = residents.age if turn % 2 == 0 else residents.ward
        ring = np.lexsort((rng.random(count), like)).astype(np.int32)
        friends[ring, 2 * turn], friends[ring, 2 * turn + 1] = np.roll(ring, 1), np.roll(ring, -1)
    return friends


def nature_of(law: Law, residents: Residents, rng: np.random.Generator) -> Nature:
    """The same for the same city on every day: give it the same random numbers each time."""
    count = len(residents)
    shape = 1 / law.frailty**2 if law.frailty else 0.0
    susceptibility = rng.gamma(shape, 1 / shape, count) if shape else np.ones(count)
    pairs = law.elsewhere.friends // 2 if law.elsewhere else 0
    return Nature(susceptibility, _friends(residents, pairs, rng))


def elsewhere(
    law: Law, nature: Nature, case_of: Ints, cases: Infections, *, midnight: int, rng: np.random.Generator
) -> Meetings:
    """The day's meetings of cases with their friends; who keeps to home meets nobody."""
    person = np.flatnonzero(case_of >= 0)
    habit = law.elsewhere or Elsewhere(friends=0)
    who = np.repeat(person, nature.friends.shape[1])
    friend = nature.friends[person].ravel().astype(np.int64)
    begin = midnight + (rng.uniform(9, 20, len(who)) * HOUR).astype(np.int64)
    length = (np.minimum(rng.lognormal(*habit.hours, len(who)), _LONGEST) * HOUR).astype(np.int64)
    row = case_of[who]
    home = (begin >= cases.home_from[row]) & (begin < cases.home_until[row])
    meets = (rng.random(len(who)) < habit.daily) & ~home & (friend != who)
    row, friend, begin, length = row[meets], friend[meets], begin[meets], length[meets]
    count = len(row)
    return Meetings(
        row, friend, np.full(count, ELSEWHERE), begin, begin + length, np.full(count, habit.per_hour)
    )
