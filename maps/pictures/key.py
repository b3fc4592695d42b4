"""The legend of a picture."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from maps.case_map import CaseMap
from maps.pictures.lettering import LEADING, MM_A_POINT, Face, shortened, wrapped
from maps.pictures.paper import Box
from maps.pictures.sheet import Sheet, boxed
from maps.scales import MapClass

_HEADING, _SIZE = 9.0, 8.5  # points
_SWATCH, _HIGH, _SPACE, _GAP = 7.0, 4.6, 2.2, 1.6  # millimetres
_OUTLINES, _LINES = 12, 2  # outlines that are named at most, and lines of each name

Draw = Callable[[Box], None]


@dataclass(frozen=True, slots=True)
class Legend:
    """Its heading and entries, set in columns of a width; `height` in millimetres."""

    sheet: Sheet
    heading: tuple[str, ...]
    rows: tuple[tuple[tuple[tuple[str, ...], Draw], ...], ...]
    column: float

    @classmethod
    def of(cls, sheet: Sheet, case_map: CaseMap, width: float, columns: int, most: float) -> "Legend":
        """Break every label to its column; outlines are named as far as `most` millimetres allow."""
        for named in range(min(len(case_map.outlines), _OUTLINES), -1, -1):
            legend = cls._with(sheet, case_map, width, columns, named)
            if legend.height <= most:
                break
        return legend

    @classmethod
    def _with(cls, sheet: Sheet, case_map: CaseMap, width: float, columns: int, outlines: int) -> "Legend":
        unit, column = sheet.paper.scale, width / columns
        room = column - (_SWATCH + _SPACE + _GAP) * unit
        heading = wrapped(case_map.words.legend, _HEADING * unit, width, Face.BOLD)
        entries = [
            (tuple(wrapped(text, _SIZE * unit, room)), draw) for text, draw in _entries(sheet, case_map)
        ]
        for number, outline in enumerate(case_map.outlines[:outlines], start=1):
            lines = shortened(wrapped("".join(outline.lines[:1]), _SIZE * unit, room), _LINES)
            entries.append((tuple(lines), _tag(sheet, number, dashed=outline.dashed)))
        down = -(-len(entries) // columns)  # read down one column, then the next
        rows = tuple(tuple(entries[at::down]) for at in range(down))
        return cls(sheet, tuple(heading), rows, column)

    @property
    def height(self) -> float:
        """What it needs from its top."""
        unit = self.sheet.paper.scale
        heading = len(self.heading) * _HEADING * LEADING * MM_A_POINT
        return (heading + _GAP) * unit + sum(self._height(row) for row in self.rows)

    def draw(self, left: float, top: float) -> None:
        """From this corner to the right and down."""
        unit, size = self.sheet.paper.scale, _SIZE * self.sheet.paper.scale
        y = self.sheet.block(left, top, self.heading, _HEADING * unit, face=Face.BOLD) - _GAP * unit
        for row in self.rows:
            for number, (lines, draw) in enumerate(row):
                x = left + number * self.column
                middle = y - size * LEADING * MM_A_POINT / 2
                draw(Box(x, middle - _HIGH * unit / 2, _SWATCH * unit, _HIGH * unit))
                self.sheet.block(x + (_SWATCH + _SPACE) * unit, y, lines, size)
            y -= self._height(row)

    def _height(self, row: tuple[tuple[tuple[str, ...], Draw], ...]) -> float:
        most = max(len(lines) for lines, _ in row)
        return (most * _SIZE * LEADING * MM_A_POINT + _GAP) * self.sheet.paper.scale


def _entries(sheet: Sheet, case_map: CaseMap) -> list[tuple[str, Draw]]:
    words, unit = case_map.words, sheet.paper.scale

    def outline(*, dashed: bool) -> Draw:
        return lambda box: sheet.outline(boxed(box.within(0.5 * unit)), dashed=dashed)

    def circle(*, several: bool) -> Draw:
        return lambda box: sheet.venues(box.middle, np.array([1.6 * unit]), several=np.array([several]))

    def link(box: Box) -> None:
        ((_, y),) = box.middle
        sheet.lines([[(box.left, y), (box.right, y)]], [0.8 * unit], sheet.tints.venue, alpha=0.6)

    drawn = [
        *((True, one.label, _square(sheet, one)) for one in case_map.scale.legend(words)),
        (any(not one.dashed for one in case_map.outlines), words.outline, outline(dashed=False)),
        (any(one.dashed for one in case_map.outlines), words.dashed, outline(dashed=True)),
        (bool(case_map.venues), words.venues, circle(several=False)),
        (any(one.venues > 1 for one in case_map.venues), words.cluster, circle(several=True)),
        (bool(case_map.links), words.links, link),
    ]
    return [(text, draw) for there, text, draw in drawn if there and text]


def _tag(sheet: Sheet, number: int, *, dashed: bool) -> Draw:
    def draw(box: Box) -> None:
        ((x, y),) = box.middle
        sheet.tag(x, y, str(number), dashed=dashed)

    return draw


def _square(sheet: Sheet, entry: MapClass) -> Draw:
    def draw(box: Box) -> None:
        colour, pattern = sheet.tints.painted(entry.fill)
        sheet.box(box, colour, sheet.tints.area_line, 0.2)
        if pattern:
            sheet.box(box, hatch=pattern, hatchcolor=sheet.tints.hidden_line)
        size = 8 * sheet.paper.scale
        ((x, y),) = box.middle
        ink = sheet.tints.ink_on(entry.fill)
        sheet.words(x, y, entry.mark, size, ink, face=Face.BOLD, ha="center", va="center")

    return draw
