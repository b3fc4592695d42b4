"""Whole numbers in seven-bit groups, as protocol buffers and PMTiles write them; many at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]

_MORE = 0x80
_GROUPS = 10
"""A varint holds at most 64 bits."""
_WIRES = 0, 2
"""The two wire types that vector tiles need: a varint, and bytes with their length before them."""


class Damaged(ValueError):
    """The file ends where it must not, or says something that cannot be."""


def encode(numbers: npt.ArrayLike) -> bytes:
    """Numbers from 0 below 2**64, one after the other."""
    left = np.atleast_1d(np.asarray(numbers, dtype=np.uint64))
    groups = np.empty((left.size, _GROUPS), dtype=np.uint8)
    for i in range(_GROUPS):
        groups[:, i] = (left >> np.uint64(7 * i)) & np.uint64(0x7F)
    used = _GROUPS - np.argmax(groups[:, ::-1] != 0, axis=1)
    used[~groups.any(axis=1)] = 1
    place = np.arange(_GROUPS)
    groups[place < used[:, None] - 1] |= _MORE
    return bytes(groups[place < used[:, None]])


def decode(data: bytes) -> Numbers:
    """All numbers in `data`.

    Raises:
        Damaged: the last one is cut off, or one is longer than 64 bits.
    """
    groups = np.frombuffer(data, dtype=np.uint8)
    if not groups.size:
        return np.empty(0, dtype=np.uint64)
    last = np.flatnonzero(groups < _MORE)
    starts = np.concatenate([[0], last[:-1] + 1])
    if not last.size or last[-1] != groups.size - 1 or (last - starts).max() >= _GROUPS:
        raise Damaged("a number is cut off")
    place = np.arange(groups.size) - np.repeat(starts, last - starts + 1)
    parts = (groups & np.uint8(0x7F)).astype(np.uint64) << (7 * place).astype(np.uint64)
    found: Numbers = np.add.reduceat(parts, starts)
    return found


def field(number: int, content: bytes | int) -> bytes:
    """One field of a message: its number, then a whole number or bytes."""
    if isinstance(content, int):
        return single(number << 3) + single(content)
    return single(number << 3 | 2) + single(len(content)) + content


def single(number: int) -> bytes:
    """One number; for a few of them faster than `encode`."""
    groups = bytearray()
    while number >= _MORE:
        groups.append(number & 0x7F | _MORE)
        number >>= 7
    groups.append(number)
    return bytes(groups)


def fields(message: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Number and content of each field of a message, in its order.

    Raises:
        Damaged: a field is cut off or of a kind that vector tiles of ours do not hold.
    """
    at = 0
    while at < len(message):
        key, at = _one(message, at)
        value, at = _one(message, at)
        if key & 7 not in _WIRES:
            raise Damaged(f"a field of wire type {key & 7}")
        if key & 7 == 0:
            yield key >> 3, value
            continue
        if at + value > len(message):
            raise Damaged("a field is cut off")
        yield key >> 3, message[at : at + value]
        at += value


def _one(message: bytes, at: int) -> tuple[int, int]:
    """The number that starts at a byte, and where the next thing starts."""
    value = 0
    for i in range(_GROUPS):
        if at + i >= len(message):
            break
        value |= (message[at + i] & 0x7F) << (7 * i)
        if message[at + i] < _MORE:
            return value, at + i + 1
    raise Damaged("a number is cut off")
