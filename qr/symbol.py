"""Text to QR symbol: every module is computed here, before anything is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from qrcode import constants, util

from qr import masks
from qr.errors import EmptyText, NotUnicode, TextTooLong
from qr.segments import Segment, Width, bits, segments

QUIET_ZONE = 4
"""White modules that a reader needs on every side of a symbol (ISO/IEC 18004:2015, 6.3.8)."""

EYE = 7
"""Modules along the side of the three squares by which a reader finds a symbol."""

MOST_CHARACTERS = 7089
"""No symbol holds more, whatever the text: digits in version 40 at level L."""


class Level(StrEnum):
    """How much of a symbol may be damaged and still be read: about 7, 15, 25 and 30 per cent.

    ISO/IEC 18004:2015, 7.5.1.
    """

    L = "L"
    M = "M"
    Q = "Q"
    H = "H"


LEVELS = {
    Level.L: constants.ERROR_CORRECT_L,
    Level.M: constants.ERROR_CORRECT_M,
    Level.Q: constants.ERROR_CORRECT_Q,
    Level.H: constants.ERROR_CORRECT_H,
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol without its quiet zone.

    `modules` holds `size` rows of `size` booleans, top row first; `True` is a dark module.
    """

    text: str
    level: Level
    version: int
    modules: tuple[tuple[bool, ...], ...]

    @property
    def size(self) -> int:
        """Modules along one side, without the quiet zone."""
        return len(self.modules)

    @property
    def full_size(self) -> int:
        """Modules along one side, with the quiet zone on both ends."""
        return self.size + 2 * QUIET_ZONE

    @property
    def turned(self) -> "Symbol":
        """The same symbol upside down: turned by 180 degrees."""
        return replace(self, modules=tuple(row[::-1] for row in self.modules[::-1]))

    def bars(self) -> Iterator[tuple[int, int, int]]:
        """Dark modules joined along each row: column, row and length, counted without the quiet zone."""
        size = self.size
        for row, modules in enumerate(self.modules):
            start = 0
            for column in range(1, size + 1):
                if column == size or modules[column] != modules[start]:
                    if modules[start]:
                        yield start, row, column - start
                    start = column


def encode(text: str, *, level: Level = Level.Q) -> Symbol:
    """The smallest symbol for the text at exactly this level, whatever mixture of modes that takes.

    Digits, capitals and the signs ` $%*+-./:` are packed tightly; the rest is stored as UTF-8. Of the eight
    masks the one with the lowest penalty of the standard is used (ISO/IEC 18004:2015, 7.3, 7.4 and 7.8).

    Raises:
        EmptyText: nothing to encode.
        TextTooLong: more than version 40 holds at this level.
        NotUnicode: the text holds half of a surrogate pair.
    """
    if not text:
        raise EmptyText("there is no text to encode")
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong(f"{len(text)} characters fit no symbol; the most is {MOST_CHARACTERS}")
    try:
        version, cut = _smallest(text, level)
    except UnicodeEncodeError as fault:
        raise NotUnicode(f"U+{ord(fault.object[fault.start]):04X} is half of a surrogate pair") from None
    runs = [util.QRData(run.data, run.mode.value, check_data=False) for run in cut]
    codewords = util.create_data(version, LEVELS[level], runs)
    modules = masks.best(version, LEVELS[level], codewords)
    return Symbol(text, level, version, modules)


def _smallest(text: str, level: Level) -> tuple[int, tuple[Segment, ...]]:
    """The lowest version that holds the text, and the runs to store in it."""
    room = util.BIT_LIMIT_TABLE[LEVELS[level]]
    first = 1
    for width in Width:
        cut = segments(text, width)
        needed = bits(cut, width)
        for version in range(first, width + 1):
            if room[version] >= needed:
                return version, cut
        first = width + 1
    raise TextTooLong(f"{len(text)} characters fit no symbol at level {level}")
