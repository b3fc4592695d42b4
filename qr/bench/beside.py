"""Ours beside the systems of others: who is read from how far, and how sure that is."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from qr.bench.conditions import DIM, HAND, Condition
from qr.bench.measure import Effort, Needed, alone, needed, paired
from qr.bench.payloads import OURS, Payload
from qr.symbol import Level

_REPAIRS: Final = {Level.L: "7 %", Level.M: "15 %", Level.Q: "25 %", Level.H: "30 %"}

_SURE: Final = 2
"""Standard errors by which a difference is called one."""

_SIZES: Final = (0.94, 0.96, 0.98, 1.0, 1.02)
"""Of the size that ours needs: from where few are read to where nearly all are."""

_MORE: Final = 4
"""Times as many shots, and texts, where two are compared at one size."""

_PAIRS: Final = """
## Beside the nearest, at the same size

{words}: the same {shots} shots of {texts} texts each, with the standard error of the difference over the
pairs of texts.

| light | pixels | {ours} | {other} | difference | standard error |
| --- | --- | --- | --- | --- | --- |"""

Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""`map`, or that of a pool of processes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One payload: the pixels along the side that are needed in the hand and in dim light."""

    payload: Payload
    hand: Needed
    dim: Needed


@dataclass(frozen=True, slots=True)
class Pair:
    """Ours and another at one size: the parts that are read, and the standard error of their difference."""

    by: Condition
    other: Payload
    side: float
    rates: tuple[float, float, float]


def compare(effort: Effort, payloads: Sequence[Payload], run: Run = map) -> list[Row]:
    """All payloads with the same shots, those that need the fewest pixels first."""
    found = list(run(partial(_needed, effort), [(each, by) for each in payloads for by in (HAND, DIM)]))
    rows = map(Row, payloads, found[::2], found[1::2])
    return sorted(rows, key=lambda row: (row.hand.side, row.dim.side))


def _needed(effort: Effort, what: tuple[Payload, Condition]) -> Needed:
    payload, by = what
    return needed(alone(*payload.symbols(effort.texts)), by, effort)


def at_one_size(rows: Sequence[Row], effort: Effort, run: Run = map) -> list[Pair]:
    """Ours beside the nearest in the hand, and the nearest in dim light."""
    more = replace(effort, shots=_MORE * effort.shots, texts=_MORE * effort.texts)
    ours, others = _sides(rows)
    what = []
    for by, side in ((HAND, _hand), (DIM, _dim)):
        nearest = min(others, key=lambda row: side(row).side)
        what += [(by, nearest.payload, side(ours).side * size) for size in _SIZES]
    return list(run(partial(_paired, more), what))


def _paired(effort: Effort, what: tuple[Condition, Payload, float]) -> Pair:
    by, other, side = what
    both = alone(*OURS.symbols(effort.texts)), alone(*other.symbols(effort.texts))
    return Pair(by, other, side, paired(both, side, by, effort))


def pairs(found: Sequence[Pair], effort: Effort) -> Iterator[str]:
    """The table of them."""
    names = {pair.other.system: None for pair in found}
    yield _PAIRS.format(
        words=f"{OURS.system} and {' and '.join(names)}",
        shots=_MORE * effort.shots,
        texts=_MORE * effort.texts,
        ours=OURS.system,
        other=" or ".join(names),
    )
    for pair in found:
        mine, theirs, error = pair.rates
        yield (
            f"| {pair.by.name} | {pair.side:.1f} | {mine:.1%} | {theirs:.1%} | {100 * (mine - theirs):+.1f} "
            f"points | {100 * error:.1f} |"
        )


def verdict(rows: Sequence[Row]) -> Iterator[str]:
    """Which of the others is nearest to ours, and where ours loses."""
    ours, others = _sides(rows)
    for light, side in (("In the hand", _hand), ("In dim light", _dim)):
        nearest, second = sorted(others, key=lambda row: side(row).side)[:2]
        ratio, error = side(ours).ratio(side(nearest))
        yield (
            f"- {light} the nearest is {nearest.payload.system}: the venue code is read from "
            f"{ratio:.3f} ± {error:.3f} times its distance, {_word(ratio, error)}. Then comes "
            f"{second.payload.system}: {side(second).side / side(ours).side:.2f} times."
        )
    yield from _as_small(ours, others)
    for mine in (row for row in rows if row.payload.ours):
        ahead = [row.payload.system for row in others if _word(*mine.hand.ratio(row.hand)) == _LOSES]
        if ahead:
            yield f"- {mine.payload.system} loses to {' and '.join(ahead)}."


def _sides(rows: Sequence[Row]) -> tuple[Row, list[Row]]:
    return next(row for row in rows if row.payload is OURS), [row for row in rows if not row.payload.ours]


def _hand(row: Row) -> Needed:
    return row.hand


def _dim(row: Row) -> Needed:
    return row.dim


_LOSES: Final = "which loses"


def _word(ratio: float, error: float) -> str:
    """A difference of less than two standard errors is none."""
    if abs(ratio - 1) < _SURE * error or math.isnan(ratio):
        return "a draw within two standard errors"
    return "further" if ratio > 1 else _LOSES


def _as_small(ours: Row, others: Sequence[Row]) -> Iterator[str]:
    mine = ours.payload
    for other in (row.payload for row in others if row.payload.symbol.size <= mine.symbol.size):
        yield (
            f"- {other.system} makes a symbol of {other.symbol.size} modules, ours of {mine.symbol.size}: "
            f"it is as small, and repairs {_REPAIRS[other.level]} of its codewords where ours repairs "
            f"{_REPAIRS[mine.level]}."
        )
