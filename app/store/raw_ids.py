"""Columns of ids, and the two ways in which a statement takes a great many of them as one value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.bytes_]
"""16 bytes each, of the type S16: it sorts and compares quickly, but reading one back drops its last zeros,
so ids leave such a column by `hex_of` or `raw` alone."""
SIZE: Final = 16


def ids_of(ids: Iterable[UUID]) -> Ids:
    """A column of these ids, in their order."""
    return np.frombuffer(b"".join(one.bytes for one in ids), f"S{SIZE}")


def no_ids() -> Ids:
    """An empty column."""
    return np.empty(0, f"S{SIZE}")


def raw(column: Ids) -> bytes:
    """The bytes of all, one after another."""
    return np.ascontiguousarray(column).tobytes()


def uuids(column: Ids) -> list[UUID]:
    """The ids as objects: for few."""
    blob = raw(column)
    return [UUID(bytes=blob[at : at + SIZE]) for at in range(0, len(blob), SIZE)]


def hex_of(column: Ids) -> list[str]:
    """Each in 32 digits."""
    digits = raw(column).hex()
    return [digits[at : at + 2 * SIZE] for at in range(0, len(digits), 2 * SIZE)]


def json_ids(column: Ids) -> str:
    """A list of them in JSON, for SQLite's `json_each` and `unhex`."""
    return '["' + '","'.join(hex_of(column)) + '"]' if len(column) else "[]"


def words(column: Ids) -> NDArray[np.uint64]:
    """Each as two numbers that sort as it does, shape (ids, 2)."""
    return np.frombuffer(raw(column), ">u8").astype(np.uint64).reshape(-1, 2)


def among(column: Ids, some: Ids) -> NDArray[np.bool_]:
    """Which of these ids are among some others."""
    which = numbered(np.concatenate((column, some)))[1]
    there = np.zeros(len(which), dtype=bool)
    there[which[len(column) :]] = True
    return np.asarray(there[which[: len(column)]])


def numbered(column: Ids) -> tuple[Ids, NDArray[np.int64]]:
    """The different ids in order, and by row which of them it is.

    By the first halves alone where no two ids share one: sorting by both takes five times as long.
    """
    if not len(column):
        return column, np.empty(0, dtype=np.int64)
    high, low = words(column).T
    order = np.argsort(high)
    new = _differ(high[order])
    if np.any(~new & _differ(low[order])):
        order = np.lexsort((low, high))
        new = _differ(high[order]) | _differ(low[order])
    which = np.empty(len(column), dtype=np.int64)
    which[order] = np.cumsum(new) - 1
    return column[order[new]], which


def _differ(numbers: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which differ from the one before; of the first it is said too."""
    return np.concatenate(([True], numbers[1:] != numbers[:-1]))
