"""Small numbers for 128-bit ids, in the order in which they are first met: a compiled hash table.

24 bytes an id, and 45 while the table grows; a dictionary takes 200. Compiled code is kept as in
`city_kernel`.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from app.science.city_columns import Int

Words = NDArray[np.uint64]
_FREE: Final = -1
_FEWEST: Final = 1024
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_SHIFT: Final = np.uint64(29)


class Numbers:
    """Ids and their numbers from 0."""

    def __init__(self, ids: NDArray[np.uint8] | None = None) -> None:
        self._keys = np.empty((_FEWEST, 2), dtype=np.uint64)
        self._table = np.full(4 * _FEWEST, _FREE, dtype=np.int32)
        self._count = 0
        if ids is not None:
            self.add(ids)

    def __len__(self) -> int:
        return self._count

    @property
    def ids(self) -> NDArray[np.uint8]:
        """All ids in the order of their numbers, shape (ids, 16)."""
        return self._keys[: self._count].view(np.uint8).reshape(-1, 16)

    def add(self, ids: NDArray[np.uint8]) -> Int:
        """The numbers of ids of shape (rows, 16); one that is new gets the next."""
        words = _words(ids)
        self._make_room(len(words))
        numbers = np.empty(len(words), dtype=np.int32)
        self._count = int(_look_up(self._table, self._keys, self._count, words, numbers))
        return numbers

    def find(self, ids: NDArray[np.uint8]) -> Int:
        """The numbers of ids of shape (rows, 16); -1 for one that was never added."""
        words, numbers = _words(ids), np.empty(len(ids), dtype=np.int32)
        _look_up(self._table, self._keys, -1, words, numbers)
        return numbers

    def _make_room(self, more: int) -> None:
        wanted = self._count + more
        if wanted <= len(self._keys):
            return
        size = 1 << (wanted - 1).bit_length()
        keys = np.empty((max(wanted, len(self._keys) * 5 // 4), 2), dtype=np.uint64)
        keys[: self._count] = self._keys[: self._count]
        self._keys = keys
        if 2 * size > len(self._table):
            self._table = np.full(2 * size, _FREE, dtype=np.int32)
            _look_up(self._table, keys, 0, keys[: self._count], np.empty(self._count, dtype=np.int32))


def _words(ids: NDArray[np.uint8]) -> Words:
    return np.ascontiguousarray(ids).view(np.uint64).reshape(-1, 2).copy()


@njit(cache=True)
def _look_up(table: Int, keys: Words, count: Any, words: Words, numbers: Int) -> int:  # noqa: ANN401
    """The number of each; with a count, new ones are kept after that many, without, they are -1."""
    mask = len(table) - 1
    adding = count >= 0
    for row in range(len(words)):
        high, low = words[row, 0], words[row, 1]
        mixed = (high ^ (low * _MIX)) * _MIX
        at = np.int64((mixed ^ (mixed >> _SHIFT)) & np.uint64(mask))
        while table[at] != _FREE and (keys[table[at], 0] != high or keys[table[at], 1] != low):
            at = (at + 1) & mask
        if table[at] == _FREE and adding:
            table[at], keys[count, 0], keys[count, 1] = count, high, low
            count += 1
        numbers[row] = table[at]
    return int(count)
