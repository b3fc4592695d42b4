"""Sheets as a PDF of vectors that carries the letters it uses; the same sheets give the same bytes."""

from collections.abc import Iterable
from io import BytesIO
from threading import Lock

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from qr import fonts
from qr.boxes import Box, Code, Drawing, Picture, TextLine
from qr.sheet import Sheet
from qr.symbol import QUIET_ZONE

_POINTS = 72 / 25.4
_one_document = Lock()
"""Documents share each font and the place where its file is being read: two at once would mix up letters."""

_EVEN_ODD = 0  # reportlab's number for this rule; its type stubs leave the name out


def write(sheet: Sheet) -> bytes:
    """The sheet as a one-page PDF document at its true size."""
    return write_pages([sheet])


def write_pages(sheets: Iterable[Sheet]) -> bytes:
    """A document of a page for each sheet, at least one, with the title of the first."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    for number, sheet in enumerate(sheets):
        if number == 0:
            canvas.setTitle(sheet.title)
        draw(canvas, sheet)
    with _one_document:
        canvas.save()
    return out.getvalue()


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """The sheet as the next page of a document."""
    paper = sheet.paper
    canvas.setPageSize((paper.width * _POINTS, paper.height * _POINTS))
    canvas.scale(_POINTS, _POINTS)
    canvas.translate(0, paper.height)  # from here on in mm, and y is minus the distance from the top
    for box in (*sheet.panels, *sheet.boxes):
        _box(canvas, box)
    canvas.showPage()


def _box(canvas: Canvas, box: Box) -> None:
    match box:
        case TextLine():
            _text(canvas, box)
        case Drawing():
            _drawing(canvas, box)
        case Picture():
            picture = ImageReader(box.logo.image)
            canvas.drawImage(picture, box.left, -box.top - box.height, box.width, box.height)
        case Code():
            _code(canvas, box)
            if box.mark:
                _box(canvas, box.mark)


def _text(canvas: Canvas, line: TextLine) -> None:
    canvas.setFillColor(HexColor(line.colour))
    canvas.setFont(fonts.load(line.face).fontName, line.size)
    if not line.turned:
        canvas.drawString(line.left, -line.baseline, line.text)
        return
    canvas.saveState()
    canvas.transform(-1, 0, 0, -1, line.left, -line.baseline)
    canvas.drawString(0, 0, line.text)
    canvas.restoreState()


def _drawing(canvas: Canvas, drawing: Drawing) -> None:
    canvas.setFillColor(HexColor(drawing.colour))
    path = canvas.beginPath()
    for (x, y), *rest in drawing.shape:
        path.moveTo(x, -y)
        for x_next, y_next in rest:
            path.lineTo(x_next, -y_next)
        path.close()
    canvas.drawPath(path, stroke=0, fill=1, fillMode=_EVEN_ODD)


def _code(canvas: Canvas, code: Code) -> None:
    """One path for all modules: separate rectangles would show hairlines between them on some screens."""
    canvas.setFillGray(0)  # grey scale, so that a colour printer uses its black and not a mixture
    path = canvas.beginPath()
    for column, row, length in code.symbol.bars():
        left = code.left + (column + QUIET_ZONE) * code.module
        bottom = code.top + (row + QUIET_ZONE + 1) * code.module
        path.rect(left, -bottom, length * code.module, code.module)
    canvas.drawPath(path, stroke=0, fill=1)
