"""The map's numbers as rows: a map must never be the only way to read them.

The document is drawn from these same rows, so the two cannot disagree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maps.areas import AreaShape
from maps.classes import DEFAULT_BREAKS, class_of, classes
from maps.values import NoData, Value, change_text, value_text
from maps.words import Words


class UnknownAreas(ValueError):
    """Numbers were given for areas the map does not have; drawing on would lose them in silence."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(f"no area has these codes: {', '.join(codes)}")
        self.codes = tuple(codes)


@dataclass(frozen=True, slots=True)
class Row:
    """One area: its value in words, the change since the period before, and its class.

    The text is as given: neutralising it for HTML, CSV or a spreadsheet is up to whoever writes those.
    `rank` is the position of the class in the legend.
    """

    code: str
    name: str
    value: str
    change: str
    label: str
    rank: int


def rows(
    areas: Sequence[AreaShape],
    values: Mapping[str, Value],
    *,
    words: Words,
    breaks: tuple[int, ...] = DEFAULT_BREAKS,
) -> tuple[Row, ...]:
    """One row per area, ordered by code; an area without a value has no data.

    Raises:
        UnknownAreas: If a value belongs to no area.
        ValueError: If two areas share a code, or the breaks are out of order.
    """
    codes = {area.code for area in areas}
    if len(codes) != len(areas):
        raise ValueError("two areas share a code")
    if unknown := sorted(values.keys() - codes):
        raise UnknownAreas(unknown)
    legend = classes(breaks, words)
    made = []
    for area in sorted(areas, key=lambda area: area.code):
        value = values.get(area.code, NoData())
        rank = class_of(value, breaks)
        texts = value_text(value, words), change_text(value, words), legend[rank].label
        made.append(Row(area.code, area.name, *texts, rank))
    return tuple(made)
