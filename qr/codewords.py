"""Which module carries which codeword: what a mark in the middle of a symbol costs its error correction.

ISO/IEC 18004:2015, 6.3 (function patterns), 7.7.3 (codewords are laid in pairs of columns from the right,
upwards and downwards by turns) and 7.6 (blocks are interleaved, then repaired each by itself).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qrcode import base, util

from qr.symbol import LEVELS, Level

_TIMING = 6
_FIRST_WITH_VERSION = 7


@dataclass(frozen=True, slots=True)
class Repair:
    """What the error correction of one kind of symbol can do.

    `block_of` gives each codeword its block; `strength` holds, for each block, how many of its codewords may
    be wrong wherever they are.
    """

    block_of: tuple[int, ...]
    strength: tuple[int, ...]


@cache
def repair(version: int, level: Level) -> Repair:
    """The blocks of a symbol, in the order in which its codewords are laid."""
    blocks = base.rs_blocks(version, LEVELS[level])
    data = _interleaved([block.data_count for block in blocks])
    spare = _interleaved([block.total_count - block.data_count for block in blocks])
    strength = tuple((block.total_count - block.data_count) // 2 for block in blocks)
    return Repair((*data, *spare), strength)


@cache
def codewords(version: int) -> dict[tuple[int, int], int]:
    """The codeword that the module at (column, row) belongs to; function patterns belong to none."""
    size = 17 + 4 * version
    fixed = _function_patterns(version)
    free = (place for place in _laid(size) if place not in fixed)
    return {place: bit // 8 for bit, place in enumerate(free)}


def _interleaved(counts: list[int]) -> list[int]:
    """One codeword of each block by turns; shorter blocks run out first."""
    return [block for turn in range(max(counts)) for block, count in enumerate(counts) if turn < count]


def _laid(size: int) -> Iterator[tuple[int, int]]:
    upwards = True
    for right in range(size - 1, 0, -2):
        column = right if right > _TIMING else right - 1  # the column of the timing pattern is left out
        for row in range(size - 1, -1, -1) if upwards else range(size):
            yield column, row
            yield column - 1, row
        upwards = not upwards


def _function_patterns(version: int) -> set[tuple[int, int]]:
    size = 17 + 4 * version
    eye, far = range(9), range(size - 8, size)
    fixed = {(x, y) for xs, ys in ((eye, eye), (far, eye), (eye, far)) for x in xs for y in ys}
    for step in range(size):
        fixed |= {(step, _TIMING), (_TIMING, step)}
    if version >= _FIRST_WITH_VERSION:
        for x in range(size - 11, size - 8):
            for y in range(6):
                fixed |= {(x, y), (y, x)}
    centres = util.pattern_position(version)
    for x in centres:
        for y in centres:
            if not ({x, y} == {_TIMING} or {x, y} == {_TIMING, size - 7}):
                fixed |= {(x + right, y + down) for right in range(-2, 3) for down in range(-2, 3)}
    return fixed
