"""Text to QR symbol: every module is computed here, before anything is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qrcode import constants, util
from qrcode.main import QRCode

from qr.errors import EmptyText, TextTooLong
from qr.segments import Segment, Width, bits, segments

QUIET_ZONE = 4
"""White modules that a reader needs on every side of a symbol."""

MOST_CHARACTERS = 7089
"""No symbol holds more, whatever the text: digits in version 40 at level L."""


class Level(StrEnum):
    """How much of a symbol may be damaged and still be read: about 7, 15, 25 and 30 per cent."""

    L = "L"
    M = "M"
    Q = "Q"
    H = "H"


_LEVELS = {
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

    def bars(self) -> Iterator[tuple[int, int, int]]:
        """Dark modules joined along each row: column, row and length, counted without the quiet zone."""
        for row, modules in enumerate(self.modules):
            start = 0
            for column in range(1, self.size + 1):
                if column == self.size or modules[column] != modules[start]:
                    if modules[start]:
                        yield start, row, column - start
                    start = column


def encode(text: str, *, level: Level = Level.Q) -> Symbol:
    """The smallest symbol for the text at exactly this level, whatever mixture of modes that takes.

    Digits, capitals and the signs ` $%*+-./:` are packed tightly; the rest is stored as UTF-8. Of the eight
    masks the one with the lowest penalty of the standard is used.

    Raises:
        EmptyText: nothing to encode.
        TextTooLong: more than version 40 holds at this level.
        UnicodeEncodeError: the text holds half of a surrogate pair.
    """
    if not text:
        raise EmptyText("there is no text to encode")
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong(f"{len(text)} characters fit no symbol; the most is {MOST_CHARACTERS}")
    version, cut = _smallest(text, level)
    code = QRCode(version, _LEVELS[level], border=QUIET_ZONE)
    for run in cut:
        code.add_data(util.QRData(run.data, run.mode.value, check_data=False))
    code.make(fit=False)
    modules = tuple(tuple(bool(module) for module in row) for row in code.modules)
    return Symbol(text, level, version, modules)


def _smallest(text: str, level: Level) -> tuple[int, tuple[Segment, ...]]:
    """The lowest version that holds the text, and the runs to store in it."""
    room = util.BIT_LIMIT_TABLE[_LEVELS[level]]
    first = 1
    for width in Width:
        cut = segments(text, width)
        needed = bits(cut, width)
        for version in range(first, width + 1):
            if room[version] >= needed:
                return version, cut
        first = width + 1
    raise TextTooLong(f"{len(text)} characters fit no symbol at level {level}")
