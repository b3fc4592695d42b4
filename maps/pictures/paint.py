"""One map in one box of a sheet: ground, areas in their classes, what stands over them."""

from typing import Any

import numpy as np
import numpy.typing as npt

from maps.pictures.drawing import Drawing
from maps.pictures.ground import COARSE, Seen, View
from maps.pictures.lettering import drawable, width
from maps.pictures.names import write_digits, write_names
from maps.pictures.over import draw_over
from maps.pictures.paper import Box
from maps.pictures.sheet import Sheet

_THIN, _FRAME = 0.13, 0.25  # millimetres
_THINNER = 0.04  # of an area's width at most, or borders would hide the areas of a small map


def paint(sheet: Sheet, view: View, drawing: Drawing, frame: int, *, named: bool = True) -> None:
    """Everything of one frame that the view shows, clipped to its box; `named`: with names of areas."""
    tints, box = sheet.tints, view.box
    sheet.clip(box)
    lay_ground(sheet, view, drawing, _THIN)
    if drawing.under:
        sheet.shape(Seen(drawing.under, view).path(), tints.zero, tints.area_line, _THIN)
    ranks = np.array([row.rank for row in drawing.case_map.table[frame]])
    _areas(sheet, view, drawing, ranks)
    write_digits(sheet, view, drawing, ranks)
    if named:
        write_names(sheet, view, drawing, ranks)
    draw_over(sheet, view, drawing)
    write_labels(sheet, view, drawing, 7 * sheet.paper.scale)
    sheet.clip(None)
    edge(sheet, box)


def lay_ground(sheet: Sheet, view: View, drawing: Drawing, thin: float) -> None:
    """Neighbours, and what is known to be sea: nothing else looks like it."""
    tints = sheet.tints
    sheet.box(view.box, tints.elsewhere)
    if drawing.sea:
        sheet.shape(Seen(drawing.sea, view, COARSE).path(), tints.sea)
    if drawing.context:
        sheet.shape(Seen(drawing.context, view, COARSE).path(), tints.neighbour, tints.neighbour_line, thin)


def _areas(sheet: Sheet, view: View, drawing: Drawing, ranks: npt.NDArray[Any]) -> None:
    tints, seen = sheet.tints, Seen(drawing.areas, view)
    for rank, entry in enumerate(drawing.legend):
        colour, pattern = tints.painted(entry.fill)
        path = seen.path(ranks == rank)
        # a hair of its own colour closes the seam that renderers leave between neighbours
        sheet.shape(path, colour, colour, _THIN / 2)
        if pattern:
            sheet.shape(path, hatch=pattern, hatchcolor=tints.hidden_line)
    thin = min(_THIN, _THINNER * float(np.median(drawing.placed.sides(view))))
    sheet.shape(seen.path(), line=tints.area_line, thick=thin)
    if drawing.borders:
        sheet.shape(Seen(drawing.borders, view).path(), line=tints.area_line, thick=thin)


def write_labels(sheet: Sheet, view: View, drawing: Drawing, size: float) -> None:
    """Names of the ground, where the view has room for them."""
    box = view.box
    for label in drawing.case_map.labels:
        x, y = view.mm(np.array([[label.lon, label.lat]]))[0]
        half = width(drawable(label.text), size) / 2
        if box.left < x - half and x + half < box.right and box.bottom < y < box.top:
            sheet.words(x, y, label.text, size, sheet.tints.muted, ha="center")


def edge(sheet: Sheet, box: Box) -> None:
    """The thin edge around a map, over all that it holds."""
    sheet.box(box, line=sheet.tints.muted, thick=_FRAME)
