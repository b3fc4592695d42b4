"""The fixed classes that values fall into, and the colours and labels of those classes.

Breaks are fixed and documented, never computed from the day's data: classes recomputed each day hide
growth. The colours keep at least 18 CAM02-UCS units between neighbours for normal, deutan, protan and
tritan eyes.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from maps.values import Count, Hidden, NoData, Value
from maps.words import Words

DEFAULT_BREAKS = (1, 10, 50, 200)  # 0 | 1-9 | 10-49 | 50-199 | 200 and more
SEQUENTIAL = ("#fff3b2", "#d9b44a", "#a3863f", "#5b5f7a", "#00204d")
LOWEST_FILL = "#ffffff"
NO_DATA_FILL = "#d5dbdd"
HATCH_FILL = "url(#hatch)"  # the pattern stands in the document, see maps.document


@dataclass(frozen=True, slots=True)
class MapClass:
    """One entry of the legend: an SVG fill and its label."""

    fill: str
    label: str


def classes(breaks: tuple[int, ...], words: Words) -> tuple[MapClass, ...]:
    """The legend: counts from low to high, then hidden, then no data (both always there).

    Args:
        breaks: Lowest count of every class but the first, which starts at 0: ascending, 1 to 5 of them.
        words: Labels.

    Raises:
        ValueError: If the breaks are not ascending from 1, or more than there are colours.
    """
    if not 1 <= len(breaks) <= len(SEQUENTIAL) or breaks[0] < 1 or any(a >= b for a, b in pairwise(breaks)):
        raise ValueError(f"breaks must be 1 to {len(SEQUENTIAL)} ascending counts from 1: {breaks}")
    lows = (0, *breaks)
    labels = [_label(low, high - 1, words) for low, high in pairwise(lows)]
    labels.append(words.above.format(low=words.number(lows[-1])))
    fills = (LOWEST_FILL, *_spread(len(breaks)))
    counted = (MapClass(fill, label) for fill, label in zip(fills, labels, strict=True))
    return (*counted, MapClass(HATCH_FILL, words.hidden), MapClass(NO_DATA_FILL, words.no_data))


def class_of(value: Value, breaks: tuple[int, ...]) -> int:
    """Position of a value's class in `classes(breaks, ...)`."""
    match value:
        case Count(now=now):
            return bisect_right(breaks, now)
        case Hidden():
            return len(breaks) + 1
        case NoData():
            return len(breaks) + 2


def _label(low: int, high: int, words: Words) -> str:
    if low == high:
        return words.number(low)
    return words.between.format(low=words.number(low), high=words.number(high))


def _spread(n: int) -> list[str]:
    """`n` colours over the whole scale, both ends included (the middle one if only one is wanted)."""
    last = len(SEQUENTIAL) - 1
    return [SEQUENTIAL[round(i * last / (n - 1)) if n > 1 else last // 2] for i in range(n)]
