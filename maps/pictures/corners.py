"""What stands in the corners of a drawn map, off the areas: a closer look, far-away areas, the scale bar."""

import math
from collections.abc import Sequence

import numpy as np

from maps.areas import Bounds
from maps.pictures.drawing import Drawing
from maps.pictures.free import Corners
from maps.pictures.ground import View
from maps.pictures.lettering import LEADING, MM_A_POINT, shortened, wrapped
from maps.pictures.paint import edge, paint
from maps.pictures.paper import Box
from maps.pictures.sheet import Sheet

_SMALL = 5.0  # millimetres: areas less wide are hard to tell apart
_SMALLER = 0.4  # and at most so many times as wide as the wide ones: else there is no place where they crowd
_MANY = 12  # so many of them are worth a closer look
_CLOSER = 1.8  # at least so many times larger
_HIDDEN = 0.003  # of the areas' surface that a closer look may cover
_LARGEST = (0.46, 0.6)  # parts of the map's width and height that a closer look may take
_AROUND = 0.05  # of the small areas' middles that may lie outside it, on each side


def closer_look(view: View, drawing: Drawing) -> Bounds | None:
    """West, south, east, north of the place where small areas crowd, where a larger map of it would help."""
    city = drawing.named
    side, seen = city.sides(view), city.seen_in(view)
    wide = np.quantile(side[seen], 0.9) if seen.any() else 0
    small = city.middles[seen & (side < min(_SMALL, wide * _SMALLER))]
    if len(small) < _MANY:
        return None
    (west, south), (east, north) = np.quantile(small, [_AROUND, 1 - _AROUND], axis=0)
    return float(west), float(south), float(east), float(north)


def draw_corners(sheet: Sheet, view: View, drawing: Drawing, frame: int) -> None:
    """The closer look, then far-away areas with their names, then the scale bar."""
    corners = Corners(view, drawing)
    _draw_close(sheet, view, drawing, frame, corners)
    for codes in drawing.far_away:
        _draw_inset(sheet, drawing, frame, corners, codes)
    _scale_bar(sheet, drawing, view, corners)


def draw_small_corners(sheet: Sheet, view: View, drawing: Drawing, frame: int) -> None:
    """The closer look, and far-away areas without their names: for one of many maps on a sheet."""
    corners = Corners(view, drawing)
    _draw_close(sheet, view, drawing, frame, corners)
    side = min(view.box.width, view.box.height) / 5
    for codes in drawing.far_away:
        box = corners.take(corners.best(side, side)[0])
        paint(sheet, View.of(drawing.bounds_of(codes), box, 1), drawing, frame, named=False)


def _draw_close(sheet: Sheet, view: View, drawing: Drawing, frame: int, corners: Corners) -> None:
    close = closer_look(view, drawing)
    if close is None:
        return
    (left, bottom), (right, top) = view.mm(np.array([close[:2], close[2:]]))
    there = Box(left, bottom, right - left, top - bottom).within(-(right - left) / 20)
    most = min(view.box.width * _LARGEST[0] / there.width, view.box.height * _LARGEST[1] / there.height)
    for times in np.geomspace(most, _CLOSER, 8) if most > _CLOSER else ():
        box, hidden = corners.best(there.width * times, there.height * times, [there])
        if hidden <= _HIDDEN:
            corners.take(box)
            paint(sheet, View.of(view.degrees(there), box, 0), drawing, frame)
            sheet.box(there, line=sheet.tints.ink, thick=0.35)
            return


def _draw_inset(sheet: Sheet, drawing: Drawing, frame: int, corners: Corners, codes: Sequence[str]) -> None:
    unit = sheet.paper.scale
    size, width = 6.5 * unit, 28 * unit
    names = [area.name for area in drawing.case_map.areas if area.code in codes]
    lines = shortened(wrapped(", ".join(names), size, width - 2), 2)
    caption = len(lines) * size * LEADING * MM_A_POINT + unit
    whole = corners.take(corners.best(width, 22 * unit + caption)[0])
    box = Box(whole.left, whole.bottom + caption, width, 22 * unit)
    paint(sheet, View.of(drawing.bounds_of(codes), box), drawing, frame, named=False)
    sheet.box(Box(whole.left, whole.bottom, width, caption), sheet.tints.paper)
    sheet.block(whole.left + width / 2, box.bottom - 0.3, lines, size, ha="center")
    edge(sheet, whole)


def _scale_bar(sheet: Sheet, drawing: Drawing, view: View, corners: Corners) -> None:
    """The longest round number of kilometres that fits in a fifth of the map."""
    unit, tints = sheet.paper.scale, sheet.tints
    most = view.box.width / 5 / view.mm_a_km
    power = math.floor(math.log10(most))
    km = max(step for step in (1, 2, 5) if step * 10.0**power <= most) * 10.0**power
    length = km * view.mm_a_km
    box = corners.take(corners.best(length + 3 * unit, 6 * unit)[0])
    left, low = box.left + 1.5 * unit, box.bottom + 1.2 * unit
    ends = [(left, low + unit), (left, low), (left + length, low), (left + length, low + unit)]
    sheet.box(box, tints.paper, alpha=0.75)
    sheet.lines([ends], [0.3 * unit], tints.ink)
    text = f"{drawing.case_map.words.number(km, max(0, -power))} km"
    sheet.words(left + length / 2, low + 1.1 * unit, text, 7 * unit, ha="center")
