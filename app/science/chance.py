"""What chance would show: votes summed over venues, as they are and under random histories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.science.histories import Votes
from app.science.permutation import p_values, reached
from app.science.visit_columns import Floats, Ints

_CELLS: Final = 500_000
"""Numbers held at once while permuting."""
_FIRST_ROUND: Final = 999
_WORTH_MORE: Final = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Sums by venue, shape (times, venues): of votes, and of households that gave one."""

    votes: Floats
    cases: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """Under the null hypothesis, by venue, shape (venues,)."""

    p: Floats
    votes: Floats
    spread: Floats
    cases: Floats


def tally(table: Votes, rows: Ints, homes: Ints, left_out: NDArray[np.bool_]) -> Tally:
    """Votes by venue under the histories given, one vote a household: its largest.

    Args:
        table: Votes by case and history.
        rows: Rows of the table, shape (times, cases).
        homes: Household of each case, from 0, shape (cases,).
        left_out: Cases that do not count for a venue, shape (cases, venues).
    """
    (times, cases), venues = rows.shape, left_out.shape[1]
    flat = rows.ravel()
    begin, length = table.begin[flat], table.begin[flat + 1] - table.begin[flat]
    cell = np.repeat(np.arange(times * cases), length)
    entry = np.arange(len(cell)) + np.repeat(begin - (np.cumsum(length) - length), length)
    time, case = np.divmod(cell, cases)
    venue, vote = table.venue[entry], table.vote[entry]
    place = time * venues + venue
    counts = ~left_out[case, venue] & (vote > 0)
    crowded = (np.bincount(homes) > 1)[homes][case]
    alone = counts & ~crowded
    several = np.flatnonzero(counts & crowded)
    home = homes[case[several]] * (times * venues) + place[several]
    largest = several[_last_of_each(home, vote[several])]
    chosen = np.concatenate((np.flatnonzero(alone), largest))
    summed = np.bincount(place[chosen], vote[chosen], minlength=times * venues)
    counted = np.bincount(place[chosen], minlength=times * venues)
    return Tally(
        summed.reshape(times, venues).astype(np.float64), counted.reshape(times, venues).astype(np.int64)
    )


def _last_of_each(key: Ints, value: Floats) -> Ints:
    """Positions of the largest value of each key."""
    order = np.lexsort((value, key))
    sorted_ = key[order]
    ends = np.ones(len(order), dtype=bool)
    ends[:-1] = sorted_[1:] != sorted_[:-1]
    return np.asarray(order[ends], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Round:
    """Sums, shape (4, venues): times the observed was reached, households, votes, squared votes."""

    permutations: int
    sums: Floats

    def plus(self, other: _Round, venues: Ints) -> _Round:
        """Both rounds, of these venues."""
        return _Round(self.permutations + other.permutations, self.sums[:, venues] + other.sums)

    def chance(self) -> Chance:
        """What they say."""
        cases, votes, squares = self.sums[1:] / self.permutations
        spread = np.sqrt(np.maximum(squares - votes**2, 0.0))
        return Chance(p_values(self.sums[0], self.permutations), votes, spread, cases)


def by_chance(
    table: Votes,
    observed: Floats,
    homes: Ints,
    left_out: NDArray[np.bool_],
    *,
    permutations: int,
    rng: np.random.Generator,
) -> Chance:
    """p-values of the observed votes, shape (venues,), with means and spread.

    After 999 permutations only venues with p up to 0.1 get the rest, and keep what they had. That is valid at
    every level: up to 0.1 nothing has a smaller p-value than all permutations give it, above it than the
    first 999.
    """
    first = _permuted(table, observed, homes, left_out, min(permutations, _FIRST_ROUND), rng)
    chance = first.chance()
    again = np.flatnonzero(chance.p <= _WORTH_MORE)
    more = permutations - first.permutations
    if more and len(again):
        second = _permuted(table.narrowed(again), observed[again], homes, left_out[:, again], more, rng)
        better = first.plus(second, again).chance()
        for name in ("p", "votes", "spread", "cases"):
            getattr(chance, name)[again] = getattr(better, name)
    return chance


def _permuted(  # noqa: PLR0917 - of one use, next to it
    table: Votes,
    observed: Floats,
    homes: Ints,
    left_out: NDArray[np.bool_],
    permutations: int,
    rng: np.random.Generator,
) -> _Round:
    widest = max(int(table.count.max()) if table.swapped else 1, len(homes), len(observed))
    batch = max(1, _CELLS // widest)
    sums = np.zeros((4, len(observed)))
    for done in range(0, permutations, batch):
        one = tally(table, table.rows(min(batch, permutations - done), rng), homes, left_out)
        sums += (reached(observed, one.votes), one.cases.sum(0), one.votes.sum(0), (one.votes**2).sum(0))
    return _Round(permutations, sums)
