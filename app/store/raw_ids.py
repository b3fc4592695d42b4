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


def joined_ids(column: Ids) -> str:
    """An array of `uuid` as PostgreSQL writes it: far cheaper than a list of objects."""
    return "{" + ",".join(hex_of(column)) + "}"


def json_ids(column: Ids) -> str:
    """The same as JSON, for SQLite's `json_each` and `unhex`."""
    return '["' + '","'.join(hex_of(column)) + '"]' if len(column) else "[]"


def words(column: Ids) -> NDArray[np.uint64]:
    """Each as two numbers that sort as it does, shape (ids, 2)."""
    return np.frombuffer(raw(column), ">u8").astype(np.uint64).reshape(-1, 2)


def among(column: Ids, some: Ids) -> NDArray[np.bool_]:
    """Which of these ids are among some others: by hash, since comparing strings in order costs far more."""
    others = set(some.tolist())
    return np.fromiter(map(others.__contains__, column.tolist()), dtype=bool, count=len(column))


def numbered(column: Ids) -> tuple[Ids, NDArray[np.int64]]:
    """The different ids in order, and by row which of them it is."""
    if not len(column):
        return column, np.empty(0, dtype=np.int64)
    high, low = words(column).T
    order = np.lexsort((low, high))
    new = np.concatenate(([True], (np.diff(high[order]) != 0) | (np.diff(low[order]) != 0)))
    which = np.empty(len(column), dtype=np.int64)
    which[order] = np.cumsum(new) - 1
    return column[order[new]], which
