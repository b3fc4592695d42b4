"""What takes seconds is computed once: a bounded memory of this process, one computation at a time."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike

T = TypeVar("T")


class Remembered(Generic[T]):
    """The last results by key. A key holds all that its result depends on, so none is ever out of date.

    One computation at a time: a second one beside it would take the processor from those who check in. Who
    asks for what is being computed waits for it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._turn = Lock()

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The result of a key, computed if it is not there. What `compute` raises is not remembered."""
        found = self._kept.get(key)  # in one look: another thread may throw it out after it
        if found is not None:
            return found
        with self._turn:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = compute()
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            return found


def fingerprint(*columns: ArrayLike) -> bytes:
    """Tells columns of numbers apart by their values, kinds and lengths."""
    digest = hashlib.sha256()
    for column in columns:
        values = np.ascontiguousarray(column)
        digest.update(f"{values.dtype.str}{values.shape};".encode())
        digest.update(values.tobytes())
    return digest.digest()
