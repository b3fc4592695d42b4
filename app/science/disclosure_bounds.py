"""What is left open about numbers that are not told: feasible intervals by linear programming.

Everything that somebody knows of hidden counts is a system of sums over cells. Systems that share no cell are
solved side by side, as one sparse program: the sum of one cell of each is least where every one of them is
least. So a release takes as many programs as the largest system has questions, however many wards there are.

Two sets of cells that are summed are nested or disjoint, so the matrix is totally unimodular: the corners of
the polytope are whole numbers, and the bounds hold for whole cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from app.science.errors import ContradictoryNumbers


@dataclass(frozen=True, slots=True)
class Sum:
    """Some cells together have at least so many cases, and at most so many."""

    cells: tuple[int, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Ask:
    """How much may stand in a cell, for somebody who owns one case in a cell, or none."""

    cell: int
    own: int | None = None


@dataclass(frozen=True, slots=True)
class System:
    """Cells, what is known of them, and what is asked.

    One of several alternatives holds, and nobody outside knows which: each gives the least that every cell
    holds, and sums.
    """

    alternatives: tuple[tuple[tuple[int, ...], tuple[Sum, ...]], ...]
    asks: tuple[Ask, ...]


Interval = tuple[int, int]
"""Least and most, both possible."""


def intervals(systems: Sequence[System]) -> list[list[Interval]]:
    """For each system and each of its questions: how many cases of others the cell may hold.

    Raises:
        ContradictoryNumbers: a system has no solution: nobody can have told such numbers.
    """
    found: list[list[list[Interval]]] = [[[] for _ in system.asks] for system in systems]
    for number in range(max((len(system.asks) for system in systems), default=0)):
        for choice in range(max(len(system.alternatives) for system in systems)):
            asked = [
                at
                for at, system in enumerate(systems)
                if number < len(system.asks) and choice < len(system.alternatives)
            ]
            for at, interval in _solved(systems, asked, number, choice):
                found[at][number].append(interval)
    if any(not answer for answers in found for answer in answers):
        raise ContradictoryNumbers("the published numbers contradict each other, or their rule")
    return [
        [(min(low for low, _ in answer), max(high for _, high in answer)) for answer in answers]
        for answers in found
    ]


def _solved(
    systems: Sequence[System], asked: Sequence[int], number: int, choice: int
) -> list[tuple[int, Interval]]:
    """The intervals of those systems in which this alternative is possible."""
    if not asked:
        return []
    least = _least([systems[at] for at in asked], number, choice, sign=1)
    if least is None:  # one of them has no solution: halves, until it is found
        half = len(asked) // 2
        parts = (asked[:half], asked[half:]) if half else ()
        return [one for part in parts for one in _solved(systems, part, number, choice)]
    most = _least([systems[at] for at in asked], number, choice, sign=-1)
    assert most is not None  # noqa: S101 - the same polytope as before
    return list(zip(asked, zip(least, most, strict=True), strict=True))


def _least(systems: Sequence[System], number: int, choice: int, *, sign: int) -> list[int] | None:
    """The least (`sign` 1) or the most (-1) of one cell of each system; None if any has no solution."""
    floors: list[int] = []
    sums: list[tuple[int, Sum]] = []
    targets, own = [], []
    for system in systems:
        at, (lower, known) = len(floors), system.alternatives[choice]
        ask = system.asks[number]
        floors.extend(lower)
        if ask.own is not None:
            floors[at + ask.own] = max(floors[at + ask.own], 1)
        sums.extend((at, one) for one in known)
        targets.append(at + ask.cell)
        own.append(ask.own == ask.cell)
    rows = _matrix(sums, len(floors))
    objective = np.zeros(len(floors))
    objective[targets] = sign
    done = scipy.optimize.linprog(
        objective,
        A_ub=scipy.sparse.vstack([rows, -rows], format="csr"),
        b_ub=[one.most for _, one in sums] + [-one.least for _, one in sums],
        bounds=[(floor, None) for floor in floors],
        method="highs",
    )
    if not done.success:
        return None
    return [round(done.x[cell]) - mine for cell, mine in zip(targets, own, strict=True)]


def _matrix(sums: Sequence[tuple[int, Sum]], cells: int) -> scipy.sparse.coo_array:
    rows = [row for row, (_, one) in enumerate(sums) for _ in one.cells]
    columns = [at + cell for at, one in sums for cell in one.cells]
    return scipy.sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(sums), cells))
