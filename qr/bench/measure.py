"""Decode rates, and the smallest picture of a symbol that is still read."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from statistics import stdev
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


_FINE: Final = range(-2, 3)
"""Sizes around the first one that is read well enough, in steps."""

_FURTHEST: Final = 40
"""Steps that the size is followed for from where the sketch has put it."""

_SKETCH: Final = 10
"""The neighbourhood of that size is looked for with so many times fewer shots."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: `shots` of each thing, and the ratio from one tried size to the next.

    The shots of a system are spread over so many drawn `texts`: one text alone may be lucky.
    """

    seed: int
    shots: int
    step: float
    texts: int = 1


@dataclass(frozen=True, slots=True)
class Target:
    """Symbols of one size, taken by turns, and the print that the shot with a number is taken of."""

    symbols: Sequence[Symbol]
    seen: Callable[[int], Print]

    @property
    def full_size(self) -> int:
        """Modules along the side, white ones too: the same for all."""
        return self.symbols[0].full_size


@dataclass(frozen=True, slots=True)
class Needed:
    """The pixels along the side at which `ENOUGH` of the shots are read, and the same `without` each text.

    The latter give the standard error: Efron and Stein, "The jackknife estimate of variance", 1981.
    """

    side: float
    without: tuple[float, ...] = ()

    @property
    def error(self) -> float:
        """The standard error of the side; nothing is known of it where there was one text."""
        return jackknife(self.without)

    def ratio(self, other: "Needed") -> tuple[float, float]:
        """From how many times the distance of `other` this is read, and the standard error of that.

        Both were given the same shots, so the texts with one number are left out together.
        """
        ratios = [theirs / mine for theirs, mine in zip(other.without, self.without, strict=True)]
        return other.side / self.side, jackknife(ratios)


def jackknife(without: Sequence[float]) -> float:
    """The standard error of an estimate from those without each part; infinite for fewer than two."""
    count = len(without)
    if count < 2 or not all(map(math.isfinite, without)):  # noqa: PLR2004
        return math.inf
    mean = sum(without) / count
    return math.sqrt((count - 1) / count * sum((each - mean) ** 2 for each in without))


def needed(target: Target, by: Condition, of: Effort) -> Needed:
    """The size at which `ENOUGH` is read: on a line through five rates around it; infinite: never read."""
    about = smallest(target, by, replace(of, shots=max(of.shots // _SKETCH, of.texts)))
    if about is None:
        return Needed(math.inf, (math.inf,) * of.texts)

    @cache
    def read(place: int) -> list[float]:
        return by_text(target, about / of.step**place, by, of)

    place = 0
    while sum(read(place)) < ENOUGH * of.texts and place < _FURTHEST:
        place += 1
    while sum(read(place - 1)) >= ENOUGH * of.texts and place > -_FURTHEST:
        place -= 1
    places = [place + k for k in _FINE]
    sides = [about / of.step**k for k in places]
    whole = [sum(read(k)) / of.texts for k in places]
    without = [[(sum(read(k)) - read(k)[t]) / (of.texts - 1 or 1) for k in places] for t in range(of.texts)]
    return Needed(_crossing(sides, whole), tuple(_crossing(sides, each) for each in without))


def _crossing(sides: Sequence[float], rates: Sequence[float]) -> float:
    """Where the straight line through the rates, over the logarithms of the sides, is at `ENOUGH`."""
    places = [math.log(side) for side in sides]
    middle, mean = sum(places) / len(places), sum(rates) / len(rates)
    rise = sum((place - middle) * (one - mean) for place, one in zip(places, rates, strict=True))
    slope = rise / sum((place - middle) ** 2 for place in places)
    if slope <= 0:  # so few shots that more pixels seemed worse
        return sides[len(sides) // 2]
    return math.exp(min(max(middle + (ENOUGH - mean) / slope, places[0]), places[-1]))


def paired(both: tuple[Target, Target], side: float, by: Condition, of: Effort) -> tuple[float, float, float]:
    """The rates of two at one size, and the standard error of their difference over pairs of texts."""
    mine, theirs = (by_text(each, side, by, of) for each in both)
    differences = [a - b for a, b in zip(mine, theirs, strict=True)]
    return sum(mine) / of.texts, sum(theirs) / of.texts, stdev(differences) / math.sqrt(of.texts)


def by_text(target: Target, side: float, by: Condition, of: Effort) -> list[float]:
    """The part of the shots of each text that are read."""
    read = list(_reads(target, side, by, of))
    return [sum(read[text :: of.texts]) / len(read[text :: of.texts]) for text in range(of.texts)]


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
    side = _LARGEST * target.full_size
    for step in (_LARGE_STEP, of.step):
        while side > _LEAST * target.full_size and good(side):
            least, side = side, side * step
        if least is None:
            return None
        side = least * of.step
    return least


def _reads(target: Target, side: float, by: Condition, of: Effort) -> Iterator[bool]:
    for number in range(of.shots):
        shot = by.shot(of.seed, number, side, 1 / target.full_size)
        picture = take(target.seen(number), shot, by.chance(of.seed, number + of.shots))
        yield reader.texts(picture) == {target.symbols[number % len(target.symbols)].text}


def alone(*symbols: Symbol) -> Target:
    """The symbols, by turns, on white paper that ends with the quiet zone."""
    seen = [prints.of_symbol(symbol) for symbol in symbols]
    return Target(symbols, lambda number: seen[number % len(seen)])


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

        return Target([self.codes[0].symbol], seen)

    def rate(self, by: Condition, of: Effort, module: float) -> float | None:
        """How many shots are read at `module` pixels a module, 0 to 1.

        Nothing where the sheet is refused at so few dots an inch.
        """
        try:
            target = self.target(by, of)
        except ModuleTooSmall:
            return None
        return rate(target, module * target.full_size, by, of)

    def smallest(self, by: Condition, of: Effort) -> float | None:
        """The fewest pixels along the side of its symbols."""
        return smallest(self.target(by, of), by, of)
