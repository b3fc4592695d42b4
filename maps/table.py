"""The map's numbers as rows: a map must never be the only way to read them.

Every output is drawn from these same rows, so no two can disagree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maps.areas import AreaShape
from maps.scales import Scale
from maps.values import NoData, Value
from maps.words import Words


class UnknownAreas(ValueError):
    """Numbers were given for areas the map does not have; drawing on would lose them in silence."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(f"no area has these codes: {', '.join(codes)}")
        self.codes = tuple(codes)


@dataclass(frozen=True, slots=True)
class Row:
    """One area in one frame: its value, what a reader is told of it, and its class.

    The text is as given: neutralising it for HTML, CSV or a spreadsheet is up to whoever writes those.
    `rank` is the position of the class in the legend.
    """

    code: str
    name: str
    value: Value
    lines: tuple[str, ...]
    rank: int


def rows_of(
    areas: Sequence[AreaShape],
    values: Mapping[str, Value],
    scale: Scale,
    words: Words,
    said: dict[Value, tuple[tuple[str, ...], int]],
) -> tuple[Row, ...]:
    """One row per area, in their order; an area without a value has no data.

    `said` keeps what was said of each value under this scale and in these words: most stand many times.

    Raises:
        BadValue: If the scale has no class for a value.
    """
    made = []
    for area in areas:
        value = values.get(area.code, NoData())
        if value not in said:
            said[value] = scale.lines(value, words), scale.rank(value)
        made.append(Row(area.code, area.name, value, *said[value]))
    return tuple(made)
