"""The fixed classes that values fall into, their colours, labels and digits, and how a value is said.

Breaks are fixed and documented, never computed from the day's data: classes recomputed each day hide
growth. The sequential colours keep at least 18 CAM02-UCS units between neighbours for normal, deutan,
protan and tritan eyes; the four of levels at least 19.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from maps.values import BadValue, Count, Hidden, Level, NoData, Rate, Unreliable, Value
from maps.words import Words

COUNT_BREAKS = (1, 10, 50, 200)  # 0 | 1-9 | 10-49 | 50-199 | 200 and more
SEQUENTIAL = ("#fff3b2", "#d9b44a", "#a3863f", "#5b5f7a", "#00204d")
LEVELS = ("#1b9e9e", "#fff07a", "#f59b1e", "#a50f15")
LOWEST_FILL = "#ffffff"
NO_DATA_FILL = "#d5dbdd"
HATCH_FILL = "url(#hatch)"  # the patterns stand in the document, see maps.page
DOTS_FILL = "url(#dots)"
_FILL = re.compile(r"#[0-9a-fA-F]{6}|url\(#(?:hatch|dots)\)")


@dataclass(frozen=True, slots=True)
class MapClass:
    """One entry of the legend: an SVG fill, its label, and a digit that is printed on its areas.

    Raises:
        ValueError: If the fill is neither "#rrggbb" nor one of the patterns: it stands in markup.
    """

    fill: str
    label: str
    mark: str = ""

    def __post_init__(self) -> None:
        if not _FILL.fullmatch(self.fill):
            raise ValueError(f"a fill is #rrggbb or a pattern: {self.fill!r}")


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes from low to high, and how one value is said.

    Attributes:
        classes: At least one.
        breaks: Lowest value of every class but the first: ascending, one fewer than classes; none of levels.
        value: Template of one value, "{n} ca"; a level is said by its label.
        decimals: Decimals of `{n}`.
        factor: What a value is multiplied by before it is said and compared with the breaks: 100 for shares.
        unreliable: Whether the legend explains unreliable denominators.
        special: Whether it explains hidden and missing values; without, a map can have none.

    Raises:
        ValueError: If the breaks are not ascending, or do not fit the classes.
    """

    classes: tuple[MapClass, ...]
    breaks: tuple[float, ...]
    value: str = "{n}"
    decimals: int = 0
    factor: float = 1
    unreliable: bool = False
    special: bool = True

    def __post_init__(self) -> None:
        if not self.classes or any(a >= b for a, b in pairwise(self.breaks)):
            raise ValueError(f"breaks must ascend: {self.breaks}")
        if self.breaks and len(self.breaks) != len(self.classes) - 1:
            raise ValueError(
                f"{len(self.classes)} classes need {len(self.classes) - 1} breaks: {self.breaks}"
            )

    def legend(self, words: Words) -> tuple[MapClass, ...]:
        """The classes, then hidden and no data, then unreliable."""
        if not self.special:
            return self.classes
        special = [MapClass(HATCH_FILL, words.hidden), MapClass(NO_DATA_FILL, words.no_data)]
        if self.unreliable:
            special.append(MapClass(DOTS_FILL, words.unreliable))
        return (*self.classes, *special)

    def rank(self, value: Value) -> int:
        """Position of a value's class in the legend.

        Raises:
            BadValue: If the scale has no such level, or does not explain such values.
        """
        n = len(self.classes)
        match value:
            case Count(now=now) | Rate(now=now):
                return bisect_right(self.breaks, now * self.factor)
            case Level(number=number) if 1 <= number <= n:
                return number - 1
            case Hidden() if self.special:
                return n
            case NoData() if self.special:
                return n + 1
            case Unreliable() if self.special and self.unreliable:
                return n + 2
        raise BadValue(f"this scale has no class for {value}")

    def lines(self, value: Value, words: Words) -> tuple[str, ...]:
        """What a reader is told of a value: itself, its detail, the change; empty lines left out."""
        return tuple(
            line for line in (self.text(value, words), value.detail, self.change(value, words)) if line
        )

    def text(self, value: Value, words: Words) -> str:
        """The value in words: "12 ca", or why there is no number."""
        match value:
            case Count(now=now) | Rate(now=now):
                return self.value.format(n=words.number(now * self.factor, self.decimals))
            case Level(number=number):
                return self.classes[number - 1].label
            case Hidden():
                return words.hidden
            case NoData():
                return words.no_data
            case Unreliable():
                return words.unreliable

    def change(self, value: Value, words: Words) -> str:
        """Comparison with the period before, or nothing where there is none to make."""
        if not isinstance(value, Count | Rate) or value.before is None:
            return ""
        change = round((value.now - value.before) * self.factor, self.decimals)
        if change == 0:
            return words.same
        return (words.more if change > 0 else words.fewer).format(n=words.number(abs(change), self.decimals))


def count_scale(words: Words, labels: "Labels", breaks: Sequence[int] = COUNT_BREAKS) -> Scale:
    """Whole numbers: a class for 0, then one from each break up to the next.

    Raises:
        ValueError: If the breaks are not ascending from 1, or more than there are colours.
    """
    if not breaks or breaks[0] < 1 or len(breaks) > len(SEQUENTIAL):
        raise ValueError(f"breaks must be 1 to {len(SEQUENTIAL)} ascending counts from 1: {breaks}")
    lows = (0, *breaks)
    ends: list[float | None] = [low - 1 for low in lows[1:]]
    named = labels.classes(lows, [*ends, None], words, decimals=0)
    fills = (LOWEST_FILL, *spread(len(breaks)))
    made = tuple(MapClass(fill, label) for fill, label in zip(fills, named, strict=True))
    return Scale(made, tuple(breaks), labels.value)


def measure_scale(
    words: Words,
    labels: "Labels",
    breaks: Sequence[float],
    *,
    decimals: int = 1,
    factor: float = 1,
    unreliable: bool = False,
) -> Scale:
    """Rates and shares: the first class starts at 0, the others at the breaks (as said, after `factor`).

    Raises:
        ValueError: If the breaks are not ascending from above 0, or not fewer than the colours.
    """
    if not breaks or breaks[0] <= 0 or len(breaks) >= len(SEQUENTIAL):
        raise ValueError(f"breaks must be 1 to {len(SEQUENTIAL) - 1} ascending numbers above 0: {breaks}")
    lows = (0, *breaks)
    whole = 0 if all(low == int(low) for low in lows) else decimals
    named = labels.classes(lows, [*breaks, None], words, decimals=whole)
    made = tuple(MapClass(fill, label) for fill, label in zip(spread(len(lows)), named, strict=True))
    return Scale(made, tuple(breaks), labels.value, decimals, factor, unreliable)


def level_scale(levels: Sequence[MapClass]) -> Scale:
    """Levels of a decision, with their digits: the classes as given."""
    return Scale(tuple(levels), (), unreliable=True)


@dataclass(frozen=True, slots=True)
class Labels:
    """How values and classes are said: "{n} ca", "{low} đến {high}", "{low} trở lên".

    For measures say "{low} đến dưới {high}": their classes end before the next begins.
    """

    value: str
    between: str
    above: str

    def classes(
        self, lows: Sequence[float], ends: Sequence[float | None], words: Words, *, decimals: int
    ) -> list[str]:
        """A label for every class."""
        return [self._one(low, end, words, decimals) for low, end in zip(lows, ends, strict=True)]

    def _one(self, low: float, end: float | None, words: Words, decimals: int) -> str:
        start = words.number(low, decimals)
        if end is None:
            return self.above.format(low=start)
        return start if end == low else self.between.format(low=start, high=words.number(end, decimals))


def spread(n: int) -> list[str]:
    """`n` colours over the whole scale, both ends included (the middle one if only one is wanted)."""
    last = len(SEQUENTIAL) - 1
    return [SEQUENTIAL[round(i * last / (n - 1)) if n > 1 else last // 2] for i in range(n)]
