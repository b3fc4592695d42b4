"""Several frames of a map beside each other on one sheet: the epidemic in time, for print."""

from collections.abc import Iterator, Sequence

from maps.case_map import CaseMap
from maps.chosen import frames_of
from maps.pictures.corners import draw_small_corners
from maps.pictures.drawing import Drawing
from maps.pictures.ground import View
from maps.pictures.layout import lay_out, said
from maps.pictures.lettering import LEADING, MM_A_POINT, Face, shortened, wrapped
from maps.pictures.paint import paint
from maps.pictures.paper import Box, paper_for
from maps.pictures.press import at_the_press, written
from maps.pictures.sheet import Sheet
from maps.pictures.tints import DARK, LIGHT

_SIZE, _GAP = 8.5, 3.0  # points of a panel's heading, millimetres between panels


def small_multiples(
    case_map: CaseMap,
    *,
    frames: Sequence[int] | None = None,
    form: str = "png",
    size: str = "a4",
    dpi: int = 150,
    dark: bool = False,
    stamp: str = "",
) -> bytes:
    """Up to 12 frames on one sheet, each under its name; in all else as `maps.pictures.picture.picture`.

    Args:
        case_map: see there; the same for all that is not named here.
        form: see there.
        size: see there.
        dpi: see there.
        dark: see there.
        stamp: see there.
        frames: Their numbers; without them, all, or 12 evenly apart with the first and the last.

    Raises:
        UnknownForm, UnknownSize, NoSuchFrame, TooManyFrames: see there.
    """
    paper, chosen = paper_for(form, size, dpi), frames_of(case_map, frames)
    ends = dict.fromkeys(case_map.frames[index].label for index in (chosen[0], chosen[-1]))
    step = " \u2013 ".join(ends)
    with at_the_press():
        sheet, drawing = Sheet(paper, DARK if dark else LIGHT), Drawing(case_map)
        whole = lay_out(sheet, drawing, step, stamp)
        for box, index in zip(_panels(whole, drawing, len(chosen), paper.scale), chosen, strict=False):
            _draw_panel(sheet, drawing, box, index)
        return written(sheet.figure, form, dpi, said(case_map, step, stamp))


def _panels(whole: Box, drawing: Drawing, n: int, unit: float) -> Iterator[Box]:
    """Boxes row by row, in the grid that makes the maps largest."""

    def cell(columns: int) -> tuple[float, float]:
        rows = -(-n // columns)
        gap = _GAP * unit
        return (whole.width - gap * (columns - 1)) / columns, (whole.height - gap * (rows - 1)) / rows

    def scale(columns: int) -> float:
        wide, high = cell(columns)
        return View.of(drawing.extent.bounds, Box(0, 0, wide, high - _heading(unit)), 1).scale

    columns = max(range(1, n + 1), key=scale)
    wide, high = cell(columns)
    for i in range(n):
        row, column = divmod(i, columns)
        top = whole.top - row * (high + _GAP * unit)
        yield Box(whole.left + column * (wide + _GAP * unit), top - high, wide, high)


def _heading(unit: float) -> float:
    return _SIZE * LEADING * MM_A_POINT * unit


def _draw_panel(sheet: Sheet, drawing: Drawing, box: Box, index: int) -> None:
    unit = sheet.paper.scale
    label = shortened(wrapped(drawing.case_map.frames[index].label, _SIZE * unit, box.width, Face.BOLD), 1)
    sheet.block(box.left, box.top, label, _SIZE * unit, face=Face.BOLD)
    room = Box(box.left, box.bottom, box.width, box.height - _heading(unit))
    view = View.of(drawing.extent.bounds, room, 1)
    paint(sheet, view, drawing, index)
    draw_small_corners(sheet, view, drawing, index)
