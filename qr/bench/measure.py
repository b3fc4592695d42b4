"""Decode rates, and the smallest picture of a symbol that is still read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from qr.bench import prints, reader
from qr.bench.camera import Print, take
from qr.bench.conditions import Condition
from qr.boxes import Code
from qr.errors import ModuleTooSmall
from qr.sheet import Sheet
from qr.symbol import Symbol

ENOUGH: Final = 0.9
"""Of the shots must be read for a size to count."""

_LARGEST: Final = 4.5
"""Pixels a module at which the search for the smallest begins."""

_LEAST: Final = 0.5
_LARGE_STEP: Final = 0.85
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: `shots` of each thing, and the ratio from one tried size to the next."""

    seed: int
    shots: int
    step: float


@dataclass(frozen=True, slots=True)
class Target:
    """A symbol, and the print of it that the shot with a number is taken of."""

    symbol: Symbol
    seen: Callable[[int], Print]


def rate(target: Target, side: float, by: Condition, of: Effort) -> float:
    """The part of the shots that are read, 0 to 1: the text of the symbol and nothing else.

    `side` is what the symbol with its white field covers of the picture, in pixels.
    """
    return sum(_reads(target, side, by, of)) / of.shots


def smallest(target: Target, by: Condition, of: Effort) -> float | None:
    """The fewest pixels along the side before the first size, on the way down, that is not read well enough.

    The way down is taken in large steps first; the last of them is then taken again in small ones.
    """

    def good(side: float) -> bool:
        bearable = (1 - ENOUGH) * of.shots + _SLACK
        missed = accumulate(not read for read in _reads(target, side, by, of))
        return all(count <= bearable for count in missed)

    least = None
    side = _LARGEST * target.symbol.full_size
    for step in (_LARGE_STEP, of.step):
        while side > _LEAST * target.symbol.full_size and good(side):
            least, side = side, side * step
        if least is None:
            return None
        side = least * of.step
    return least


def _reads(target: Target, side: float, by: Condition, of: Effort) -> Iterator[bool]:
    for number in range(of.shots):
        shot = by.shot(of.seed, number, side, 1 / target.symbol.full_size)
        picture = take(target.seen(number), shot, by.chance(of.seed, number + of.shots))
        yield reader.texts(picture) == {target.symbol.text}


def alone(symbol: Symbol) -> Target:
    """The symbol on white paper that ends with its quiet zone."""
    seen = prints.of_symbol(symbol)
    return Target(symbol, lambda _number: seen)


@dataclass(frozen=True)
class Subject:
    """A sheet to be photographed, and its sharp prints: one for each of its symbols, which are all alike."""

    sheet: Sheet
    codes: Sequence[Code]
    sharp: Sequence[Print]

    @classmethod
    def of(cls, sheet: Sheet) -> "Subject":
        """The sheet, printed."""
        return cls(sheet, prints.codes_of(sheet), prints.of_sheet(sheet))

    def target(self, by: Condition, of: Effort) -> Target:
        """Its symbols by turns, in the state of the condition.

        Raises:
            ModuleTooSmall: the condition's print has too few dots for a module.
        """
        flat = prints.of_sheet(self.sheet, by.print_dpi) if by.print_dpi else self.sharp

        def seen(number: int) -> Print:
            aim = number % len(self.codes)
            if not by.covered:
                return flat[aim]
            return prints.covered(flat[aim], self.codes[aim], by.covered, by.chance(of.seed, number))

        return Target(self.codes[0].symbol, seen)

    def rate(self, by: Condition, of: Effort, module: float) -> float | None:
        """How many shots are read at `module` pixels a module, 0 to 1.

        Nothing where the sheet is refused at so few dots an inch.
        """
        try:
            target = self.target(by, of)
        except ModuleTooSmall:
            return None
        return rate(target, module * target.symbol.full_size, by, of)

    def smallest(self, by: Condition, of: Effort) -> float | None:
        """The fewest pixels along the side of its symbols."""
        return smallest(self.target(by, of), by, of)
