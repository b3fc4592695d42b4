"""The choice among the eight masks: the one with the lowest penalty of the standard.

ISO/IEC 18004:2015, 7.8. A symbol is rated as one number whose bits are its modules, row after row, so that
each rule is a handful of shifts for all modules at once. The ratings are those of `qrcode`, which leaves the
format information light while it rates, and so is the choice: the first of equal ones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from qrcode.main import QRCode

Modules = tuple[tuple[bool, ...], ...]
_MASKS = range(8)
_TIMING = 6
_LONGEST_EYE = 11
"""Modules of the pattern that resembles an eye: 1 1 3 1 1 with four light ones on one side."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """One version's function patterns and masks, without format information.

    `by_rows` and `by_columns` pick the bits of the codewords, and a 0 for what carries none, in the order of
    reading; `plain` holds, for each mask, both readings of a symbol whose codewords are all zero.
    """

    size: int
    bits: int
    by_rows: Callable[[str], tuple[str, ...]]
    by_columns: Callable[[str], tuple[str, ...]]
    plain: tuple[tuple[int, int], ...]

    def filled(self, codewords: list[int]) -> tuple[int, int]:
        """The bits of the codewords where they belong, read by rows and by columns."""
        bits = "".join(f"{codeword:08b}" for codeword in codewords).ljust(self.bits, "0") + "0"
        return int("".join(self.by_rows(bits)), 2), int("".join(self.by_columns(bits)), 2)


def best(version: int, level: int, codewords: list[int]) -> Modules:
    """The modules of a symbol under its best mask; `level` is the number that `qrcode` has for it."""
    frame = _frame(version)
    rows, columns = frame.filled(codewords)
    scores = [penalty(rows ^ along, columns ^ across, frame.size) for along, across in frame.plain]
    drawn = rows ^ _finished(version, level, scores.index(min(scores)))
    digits = f"{drawn:0{frame.size**2}b}"
    return tuple(
        tuple(map("1".__eq__, digits[start : start + frame.size]))
        for start in range(0, len(digits), frame.size)
    )


def penalty(rows: int, columns: int, size: int) -> int:
    """What the four rules charge for a symbol of `size` modules a side, given read by rows and by columns."""
    along = _runs(rows, size) + _eyes(rows, size) + _runs(columns, size) + _eyes(columns, size)
    dark = rows.bit_count() / size**2
    return along + _blocks(rows, size) + int(abs(dark * 100 - 50) / 5) * 10


def _runs(x: int, size: int) -> int:
    """Rule 1: a run of five costs 3, and 1 for each module more."""
    same = _equal_neighbours(x, size)
    fives = same & same >> 1 & same >> 2 & same >> 3
    return fives.bit_count() + 2 * (fives & ~(fives << 1)).bit_count()


def _blocks(x: int, size: int) -> int:
    """Rule 2: 3 for each square of 2 x 2, overlapping ones too."""
    same = _equal_neighbours(x, size)
    upright = ~(x ^ x >> size)  # past the last row it does not matter: `same >> size` is 0 there
    return 3 * (same & same >> size & upright).bit_count()


def _eyes(x: int, size: int) -> int:
    """Rule 3: 40 for each pattern like that of an eye; one with light modules on both sides is two."""
    if size < _LONGEST_EYE:
        return 0
    light = _all(size) ^ x
    eye = x & light >> 1 & x >> 2 & x >> 3 & x >> 4 & light >> 5 & x >> 6
    margin = light & light >> 1 & light >> 2 & light >> 3
    first = _columns(size, size - _LONGEST_EYE + 1)
    return 40 * ((eye & margin >> 7 & first).bit_count() + (margin & eye >> 4 & first).bit_count())


def _equal_neighbours(x: int, size: int) -> int:
    return ~(x ^ x >> 1) & _columns(size, size - 1)


@lru_cache(maxsize=8)
def _all(size: int) -> int:
    return (1 << size**2) - 1


@lru_cache(maxsize=16)
def _columns(size: int, count: int) -> int:
    """The last `count` columns: bits with as many others of their row above them as are asked for."""
    row = (1 << count) - 1
    return sum(row << size * number for number in range(size))


@lru_cache(maxsize=8)
def _frame(version: int) -> _Frame:
    empty, full = (_drawn(version, 0, 0, codewords, rating=True) for codewords in ([], [255] * 4000))
    size = len(empty)
    order = [place for place in _laid(size) if empty[place[0]][place[1]] != full[place[0]][place[1]]]
    numbers = {place: number for number, place in enumerate(order)}
    every = [(row, column) for row in range(size) for column in range(size)]
    nothing = len(order)
    plain = [_drawn(version, 0, mask, [], rating=True) for mask in _MASKS]
    return _Frame(
        size,
        nothing,
        itemgetter(*[numbers.get((row, column), nothing) for row, column in every]),
        itemgetter(*[numbers.get((row, column), nothing) for column, row in every]),
        tuple((_number(modules), _number(list(zip(*modules, strict=True)))) for modules in plain),
    )


@lru_cache(maxsize=64)
def _finished(version: int, level: int, mask: int) -> int:
    """The symbol of zeros as it is printed, format information included."""
    return _number(_drawn(version, level, mask, [], rating=False))


def _drawn(version: int, level: int, mask: int, codewords: list[int], *, rating: bool) -> list[list[bool]]:
    code = QRCode(version, level)
    code.data_cache = codewords
    code.makeImpl(rating, mask)
    return [[bool(module) for module in row] for row in code.modules]


def _number(modules: list[list[bool]] | list[tuple[bool, ...]]) -> int:
    return int("".join("01"[module] for row in modules for module in row), 2)


def _laid(size: int) -> list[tuple[int, int]]:
    """Row and column of all modules in the order of the codewords, function patterns among them."""
    order = []
    upwards = True
    for right in range(size - 1, 0, -2):
        column = right if right > _TIMING else right - 1
        rows = range(size - 1, -1, -1) if upwards else range(size)
        order += [(row, column - left) for row in rows for left in (0, 1)]
        upwards = not upwards
    return order
