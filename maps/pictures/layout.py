"""What stands around the map on a picture: heading, notes, legend, a map of where this is."""

import shapely

from maps.case_map import CaseMap
from maps.pictures.drawing import Drawing
from maps.pictures.foot import draw_foot, foot
from maps.pictures.ground import COARSE, Seen, View
from maps.pictures.key import Legend
from maps.pictures.lettering import Face, drawable, shortened, wrapped
from maps.pictures.paint import edge, lay_ground, write_labels
from maps.pictures.paper import Box
from maps.pictures.sheet import Sheet

_BESIDE = 58.0  # millimetres of the legend beside the map
_PLACE, _LEAST_PLACE = (
    38.0,
    22.0,
)  # of the map of where this is, below the map; beside it, as wide as the legend
_GAP = 4.0
_FURTHER = 2.5  # the context must reach so many times further than the areas to be worth a map of its own


def lay_out(sheet: Sheet, drawing: Drawing, step: str, stamp: str) -> Box:
    """Draw everything around the map; returns the box that is left for it."""
    inner, unit = sheet.paper.inner, sheet.paper.scale
    top = _head(sheet, drawing, step) - _GAP / 2 * unit
    bottom = draw_foot(sheet, foot(sheet, drawing.case_map, stamp)) + _GAP / 2 * unit
    gap = _GAP * unit
    if sheet.paper.lies:
        wide = _BESIDE * unit
        legend = Legend.of(sheet, drawing.case_map, wide, 1, top - bottom)
        legend.draw(inner.right - wide, top)
        high = min(wide, top - legend.height - gap - bottom)
        _place(sheet, drawing, Box(inner.right - wide, bottom, wide, high))
        return Box(inner.left, bottom, inner.width - wide - gap, top - bottom)
    side = _PLACE * unit if _has_place(drawing) else 0
    most = (top - bottom) / 3
    legend = Legend.of(sheet, drawing.case_map, inner.width - side, 2 if side else 3, most)
    high = max(legend.height, side)
    legend.draw(inner.left, bottom + high)
    _place(sheet, drawing, Box(inner.right - side, bottom + high - side, side, side))
    bottom += high + gap
    return Box(inner.left, bottom, inner.width, top - bottom)


def said(case_map: CaseMap, step: str, stamp: str) -> dict[str, str]:
    """What a file says of itself beside the picture: the same words that stand on it."""
    words, notes = case_map.words, case_map.notes
    labelled = (
        (words.as_of, notes.as_of),
        (words.source, notes.source),
        (words.rule, notes.rule),
        (words.version, notes.version),
    )
    lines = [step, words.legend, *(f"{label}: {text}" for label, text in labelled), stamp]
    return {
        "Title": drawable(words.title),
        "Description": "\n".join(drawable(line) for line in lines if line),
    }


def _head(sheet: Sheet, drawing: Drawing, step: str) -> float:
    """Title, then the step of time and how old the numbers are; returns where they end."""
    case_map, inner, unit = drawing.case_map, sheet.paper.inner, sheet.paper.scale
    title = shortened(wrapped(case_map.words.title, 16 * unit, inner.width, Face.BOLD), 3)
    y = sheet.block(inner.left, inner.top, title, 16 * unit, face=Face.BOLD)
    if step:
        y = sheet.block(inner.left, y, shortened(wrapped(step, 12 * unit, inner.width), 2), 12 * unit)
    said = f"{case_map.words.as_of}: {case_map.notes.as_of}"
    lines = shortened(wrapped(said, 9 * unit, inner.width), 2)
    return sheet.block(inner.left, y, lines, 9 * unit, sheet.tints.muted)


def _has_place(drawing: Drawing) -> bool:
    if drawing.context is None:
        return False
    west, south, east, north = drawing.extent.bounds
    far = shapely.total_bounds(drawing.case_map.context)
    return bool(max(far[2] - far[0], far[3] - far[1]) > _FURTHER * max(east - west, north - south))


def _place(sheet: Sheet, drawing: Drawing, box: Box) -> None:
    """A small map of all the context, with its archipelagos and the areas in it."""
    unit, tints = sheet.paper.scale, sheet.tints
    if drawing.context is None or not _has_place(drawing) or min(box.width, box.height) < _LEAST_PLACE * unit:
        return
    west, south, east, north = shapely.total_bounds(drawing.case_map.context)
    view = View.of((float(west), float(south), float(east), float(north)), box, 1)
    sheet.clip(box)
    lay_ground(sheet, view, drawing, 0.08)
    sheet.shape(Seen(drawing.under or drawing.areas, view, COARSE).path(), tints.lead, tints.lead, 0.08)
    write_labels(sheet, view, drawing, 4.5 * unit)
    sheet.clip(None)
    edge(sheet, box)
