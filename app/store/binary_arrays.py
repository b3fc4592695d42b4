"""Columns as arrays for PostgreSQL, made by numpy and never element by element."""

from __future__ import annotations

from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.store import binary_copy
from app.store.postgres import InstantArray, PackedArray, SmallArray, UuidArray
from app.store.raw_ids import Ids

_HEAD: Final = np.dtype(">i4")
A = TypeVar("A", bound=PackedArray)


def uuid_array(column: Ids) -> UuidArray:
    """Ids: far cheaper to make, and to read for the server, than their digits."""
    return _packed(UuidArray, np.ascontiguousarray(column).view("V16"))


def instant_array(column: NDArray[np.int64]) -> InstantArray:
    """Times, in microseconds since 1970."""
    return _packed(InstantArray, binary_copy.instants(column))


def small_array(column: NDArray[np.int64]) -> SmallArray:
    """Small numbers."""
    return _packed(SmallArray, column.astype(">i2"))


def _packed(kind: type[A], elements: NDArray[Any]) -> A:
    """Dimensions, whether any is NULL, type; length and lower bound; then each with its size."""
    count = len(elements)
    if not count:
        return kind(np.array([0, 0, kind.element_oid], _HEAD).tobytes())
    rows = np.empty(count, [("size", _HEAD), ("element", elements.dtype)])
    rows["size"] = elements.dtype.itemsize
    rows["element"] = elements
    return kind(np.array([1, 0, kind.element_oid, count, 1], _HEAD).tobytes() + rows.tobytes())
