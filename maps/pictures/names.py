"""What is written on areas: the digit of their class, and their name where there is room."""

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from maps.pictures.drawing import Drawing
from maps.pictures.ground import View
from maps.pictures.lettering import MM_A_POINT, Face, drawable, width
from maps.pictures.sheet import Sheet

_LEAST_SIDE = 2.4  # millimetres an area must be wide and high, about, to hold a digit
_DIGIT, _NAME = 8.0, 6.0  # points
_UNDER = 0.75  # of a name's height that it stands under the middle, where a digit stands over it
_ROOM = 1.15  # of a name's own width and height: it must not touch the border
_Numbers = npt.NDArray[Any]


def write_digits(sheet: Sheet, view: View, drawing: Drawing, ranks: _Numbers) -> None:
    """The digit of each area's class, as large as the area allows."""
    placed, unit = drawing.placed, sheet.paper.scale
    side, spots = placed.sides(view), view.mm(placed.middles)
    marked = np.array([bool(entry.mark) for entry in drawing.legend])[ranks]
    for i in np.flatnonzero(marked & (side >= _LEAST_SIDE) & placed.seen_in(view)).tolist():
        (x, y), size = spots[i], min(side[i] * 1.5, _DIGIT * unit)
        how = _on(sheet, drawing, ranks[i])
        sheet.words(x, y, drawing.legend[ranks[i]].mark, size, face=Face.BOLD, va="center", **how)


def write_names(sheet: Sheet, view: View, drawing: Drawing, ranks: _Numbers) -> None:
    """The name of each area that has room for it; under hexagons the names of the city's wards."""
    named, size = drawing.named, _NAME * sheet.paper.scale
    own, spots = named is drawing.placed, view.mm(named.middles)
    digits = [bool(entry.mark) for entry in drawing.legend]
    for i in np.flatnonzero(_fits(view, drawing, size)).tolist():
        (x, y), rank = spots[i], ranks[i] if own else 0
        low = size * (1 + _UNDER) * MM_A_POINT if own and digits[rank] else 0.0
        how = _on(sheet, drawing, rank) if own else {"ha": "center", "behind": sheet.tints.paper}
        sheet.words(x, y - low, named.areas[i].name, size, va="center", **how)


def _on(sheet: Sheet, drawing: Drawing, rank: int) -> dict[str, Any]:
    """Ink that can be read on a class; patterns are kept away from the letters."""
    fill = drawing.legend[rank].fill
    colour, pattern = sheet.tints.painted(fill)
    return {"colour": sheet.tints.ink_on(fill), "behind": colour if pattern else "", "ha": "center"}


def _fits(view: View, drawing: Drawing, size: float) -> _Numbers:
    """Whether each named area holds its name in one line about its middle, within the view."""
    named = drawing.named
    widths = np.array([width(drawable(area.name), size) for area in named.areas])
    half = widths * _ROOM / 2 / view.scale / view.shorter
    high = size * MM_A_POINT * _ROOM / view.scale
    x, y = named.middles.T
    places = shapely.box(x - half, y - high, x + half, y + high / 2)
    west, south, east, north = view.degrees(view.box)
    within = (x - half > west) & (x + half < east) & (y - high > south) & (y + high / 2 < north)
    return np.asarray(shapely.contains(named.shapes, places) & within)
