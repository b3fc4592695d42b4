"""How good a list is: pure functions of scores and outcomes. Equal scores stand in random order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.simulation.columns import Bools, Floats, Ints

EDGES = (0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 1.0)
"""Classes of claimed probability in which a reliability curve is counted; the last includes 1."""


@dataclass(frozen=True, slots=True, eq=False)
class _Ties:
    """Blocks of equal score in one group, the best first."""

    group: Ints
    above: Ints
    """How many of the group stand before the block."""
    size: Ints
    hits: Ints


def _ties(group: Ints, score: Floats, outcome: Bools) -> _Ties:
    order = np.lexsort((-score, group))
    group, score, outcome = group[order], score[order], outcome[order]
    new_group = np.append(True, np.diff(group) != 0)[: len(group)]
    new = new_group | np.append(True, score[1:] != score[:-1])[: len(group)]
    first = np.flatnonzero(new)
    begin = np.maximum.accumulate(np.where(new_group, np.arange(len(group)), 0))
    size = np.diff(np.append(first, len(group)))
    hits = np.add.reduceat(outcome.astype(np.int64), first) if len(first) else size
    return _Ties(group[first], (np.arange(len(group)) - begin)[first], size, hits)


def found_within(group: Ints, score: Floats, outcome: Bools, capacity: Ints) -> float:
    """Expected number of true outcomes among the first `capacity[group]` of each group.

    Args:
        group: Which list each row is on, shape (rows,): numbers from 0.
        score: Shape (rows,); whoever is not on the list at all has minus infinity and is never called.
        outcome: Shape (rows,).
        capacity: By group, how many are called.
    """
    listed = score > -np.inf
    ties = _ties(group[listed], score[listed], outcome[listed])
    called = np.clip(capacity[ties.group] - ties.above, 0, ties.size)
    return float((ties.hits * called / np.maximum(ties.size, 1)).sum())


def auc(group: Ints, score: Floats, outcome: Bools) -> float:
    """Chance that of two rows of one group the one with the outcome has the higher score; a tie is a half.

    Groups weigh by their pairs. nan where no group has both kinds.
    """
    ties = _ties(group, score, outcome)
    misses = ties.size - ties.hits
    _, first, which = np.unique(ties.group, return_index=True, return_inverse=True)
    hits_of, misses_of = (np.bincount(which, counts) for counts in (ties.hits, misses))
    running = np.cumsum(misses) - misses
    above = running - running[first][which]
    won = ties.hits * (misses_of[which] - above - misses / 2)
    pairs = float((hits_of * misses_of).sum())
    return float(won.sum()) / pairs if pairs else float("nan")


def hit_rates(
    case: Ints, item: Ints, score: Floats, wanted: Ints, within: tuple[int, ...]
) -> dict[int, float]:
    """Share of cases whose wanted item is among the first n of their list, for each n; nan without any case.

    Args:
        case: Row of `wanted`, shape (rows,).
        item: Shape (rows,).
        score: Shape (rows,).
        wanted: By case; negative where nothing is looked for.
        within: The n.
    """
    asked = wanted >= 0
    if not asked.any():
        return dict.fromkeys(within, float("nan"))
    ties = _ties(case, score, item == wanted[case])
    hit = ties.hits > 0
    above, size = ties.above[hit], ties.size[hit]
    return {n: float(np.clip((n - above) / size, 0, 1).sum() / asked.sum()) for n in within}


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """By class of claimed probability, between `EDGES`: what was claimed and what happened."""

    count: NDArray[np.float64]
    claimed: NDArray[np.float64]
    """Sum of the probabilities."""
    happened: NDArray[np.float64]

    def plus(self, other: Reliability) -> Reliability:
        """Both together."""
        return Reliability(
            self.count + other.count, self.claimed + other.claimed, self.happened + other.happened
        )


def reliability(probability: Floats, outcome: Bools) -> Reliability:
    """The reliability curve of claimed probabilities, shape (rows,), before it is divided."""
    last = len(EDGES) - 2
    place = np.clip(np.searchsorted(EDGES, probability, side="right") - 1, 0, last)
    count, claimed, happened = (
        np.bincount(place, weights, minlength=last + 1).astype(float)
        for weights in (np.ones(len(place)), probability, outcome.astype(float))
    )
    return Reliability(count, claimed, happened)


def brier(probability: Floats, outcome: Bools) -> float:
    """Mean squared distance of what was claimed from what happened (Brier 1950); nan for no row."""
    return float(np.mean((probability - outcome) ** 2)) if len(outcome) else float("nan")


def brier_skill(probability: Floats, outcome: Bools) -> float:
    """One less the ratio to the Brier score of claiming the base rate for everybody; nan where that is 0."""
    rate = float(np.mean(outcome)) if len(outcome) else 0.0
    base = rate * (1 - rate)
    return 1 - brier(probability, outcome) / base if base else float("nan")
