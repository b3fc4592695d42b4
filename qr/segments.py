"""Text cut into the runs that make a symbol smallest, each in a mode of its own.

ISO/IEC 18004:2015, 7.3 and 7.4: digits cost 10 bits for three, the 45 characters of the alphanumeric mode
11 bits for two, everything else 8 bits a byte. Each run begins with 4 bits for its mode and a count whose
width depends on the version of the symbol.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from typing import Final

ALPHANUMERIC: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
DIGITS: Final = frozenset("0123456789")
_MODE_BITS: Final = 4
_SIXTHS: Final = 6
"""Costs are counted in sixths of a bit: a digit takes 20, an alphanumeric character 33, a byte 48."""


class Mode(IntEnum):
    """The modes with the indicator that the standard gives them."""

    NUMERIC = 1
    ALPHANUMERIC = 2
    BYTE = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters in one mode; `data` is UTF-8."""

    mode: Mode
    data: bytes


class Width(IntEnum):
    """The last version of each group of versions whose counts have the same width."""

    NARROW = 9
    MIDDLE = 26
    WIDE = 40


_COUNT_BITS: Final = {
    Mode.NUMERIC: {Width.NARROW: 10, Width.MIDDLE: 12, Width.WIDE: 14},
    Mode.ALPHANUMERIC: {Width.NARROW: 9, Width.MIDDLE: 11, Width.WIDE: 13},
    Mode.BYTE: {Width.NARROW: 8, Width.MIDDLE: 16, Width.WIDE: 16},
}


def segments(text: str, width: Width) -> tuple[Segment, ...]:
    """The cheapest cut of a text for the versions up to `width`: fewest bits, then fewest runs.

    Raises:
        UnicodeEncodeError: the text holds half of a surrogate pair.
    """
    runs = groupby(zip(text, _modes(text, width), strict=True), key=lambda pair: pair[1])
    return tuple(Segment(mode, "".join(c for c, _ in run).encode()) for mode, run in runs)


def bits(cut: tuple[Segment, ...], width: Width) -> int:
    """How many bits of a symbol the runs take, heads included."""
    return sum(_MODE_BITS + _COUNT_BITS[run.mode][width] + _data_bits(run) for run in cut)


def _data_bits(run: Segment) -> int:
    n = len(run.data)
    match run.mode:
        case Mode.NUMERIC:
            return n // 3 * 10 + (0, 4, 7)[n % 3]
        case Mode.ALPHANUMERIC:
            return n // 2 * 11 + n % 2 * 6
        case Mode.BYTE:
            return 8 * n


def _modes(text: str, width: Width) -> list[Mode]:
    """The mode of each character: the cheapest way through, found from the front and read from the back."""
    heads = {mode: (_MODE_BITS + _COUNT_BITS[mode][width]) * _SIXTHS for mode in Mode}
    spent = heads  # to stand before the next character in a run of each mode
    used: list[dict[Mode, Mode]] = []  # for each character: to stand so behind it, which mode held it
    for character in text:
        held = {mode: spent[mode] + cost for mode, cost in _costs(character)}
        spent, by = {}, {}
        for mode, head in heads.items():
            # a run that ends has its last bits rounded up; only then may one of another mode begin
            ways = {last: cost if last is mode else _whole(cost) + head for last, cost in held.items()}
            by[mode] = min(ways, key=lambda last: ways[last])
            spent[mode] = ways[by[mode]]
        used.append(by)
    mode = min(spent, key=lambda last: _whole(spent[last]))
    backwards = []
    for by in reversed(used):
        mode = by[mode]
        backwards.append(mode)
    return backwards[::-1]


def _whole(sixths: int) -> int:
    return -(-sixths // _SIXTHS) * _SIXTHS


def _costs(character: str) -> Iterator[tuple[Mode, int]]:
    """The modes that can hold a character, and its price in each."""
    yield Mode.BYTE, 8 * len(character.encode()) * _SIXTHS
    if character in ALPHANUMERIC:
        yield Mode.ALPHANUMERIC, 33
    if character in DIGITS:
        yield Mode.NUMERIC, 20
