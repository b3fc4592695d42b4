"""A case map as a picture for paper, a slide or a wall: PNG, SVG or PDF, drawn by matplotlib."""

from maps.case_map import CaseMap
from maps.chosen import frame_of
from maps.pictures.corners import draw_corners
from maps.pictures.drawing import Drawing
from maps.pictures.ground import View
from maps.pictures.layout import lay_out, said
from maps.pictures.paint import paint
from maps.pictures.paper import paper_for
from maps.pictures.press import at_the_press, written
from maps.pictures.sheet import Sheet
from maps.pictures.tints import DARK, LIGHT


def picture(
    case_map: CaseMap,
    *,
    form: str = "png",
    size: str = "a4",
    dpi: int = 150,
    frame: int | None = None,
    dark: bool = False,
    stamp: str = "",
) -> bytes:
    """One frame of a map with its heading, legend and notes; the same input gives the same bytes.

    Text in SVG and PDF stays text. Letters that Roboto lacks are drawn as one sign in their place; the
    projection is that of `maps.pictures.ground`.

    Args:
        case_map: What is drawn; its basemap tiles are left out.
        form: "png", "svg" or "pdf".
        size: "a4", "a4-portrait", "a3", "a3-portrait", or "wide" (16 to 9).
        dpi: Dots per inch of a PNG, 36 to 600.
        frame: Number of the frame, from 0, or from the end below 0; without it, the one shown first.
        dark: For a wall in a dark room. Colours that mean a number stay as they are.
        stamp: One more line at the foot: who took this out of the system, and when.

    Raises:
        UnknownForm, UnknownSize, NoSuchFrame: see there.
    """
    paper, index = paper_for(form, size, dpi), frame_of(case_map, frame)
    step = case_map.frames[index].label if len(case_map.frames) > 1 else ""
    with at_the_press():
        sheet, drawing = Sheet(paper, DARK if dark else LIGHT), Drawing(case_map)
        view = View.of(drawing.extent.bounds, lay_out(sheet, drawing, step, stamp))
        paint(sheet, view, drawing, index)
        draw_corners(sheet, view, drawing, index)
        return written(sheet.figure, form, dpi, said(case_map, step, stamp))
