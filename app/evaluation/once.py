"""Time in a place and in the place around it counts once: `science.ranking` over columns."""

from __future__ import annotations

import numpy as np

from app.simulation.columns import Bools, Floats, Ints


def once(group: Ints, start: Ints, end: Ints, worth: Floats) -> Floats:
    """The share of each span that no other of its group with more worth an hour covers, shape (rows,).

    Args:
        group: Rows of one number are exposures of one person to one case.
        start: Microseconds.
        end: Microseconds, after the start.
        worth: Of the whole span; it is spread evenly.
    """
    share = np.ones(len(group))
    rate = worth / (end - start)
    order = np.lexsort((-rate, group))
    rows = order[_crossed(group, start, end)[order]]
    bounds = np.flatnonzero(np.diff(group[rows])) + 1
    for theirs in np.split(rows, bounds):
        taken: list[tuple[int, int]] = []
        for row in theirs.tolist():
            first, last = int(start[row]), int(end[row])
            parts = ((max(first, a), min(last, b)) for a, b in taken)
            share[row] -= _total([(a, b) for a, b in parts if a < b]) / (last - first)
            taken.append((first, last))
    return share


def _crossed(group: Ints, start: Ints, end: Ints) -> Bools:
    """Rows of groups in which any two spans overlap: few, so that only these are looked at one by one."""
    order = np.lexsort((start, group))
    same = np.diff(group[order]) == 0
    crossing = same & (start[order][1:] < end[order][:-1])
    crossed: Bools = np.isin(group, group[order][1:][crossing])
    return crossed


def _total(spans: list[tuple[int, int]]) -> int:
    """Length of the union."""
    whole, reach = 0, -1
    for first, last in sorted(spans):
        whole += max(0, last - max(first, reach))
        reach = max(reach, last)
    return whole
