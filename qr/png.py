"""A sheet as a PNG that shows what the PDF shows; the same sheet gives the same bytes."""

import math
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFont

from qr import fonts, picture
from qr.boxes import Bounds, Code, Drawing, TextLine
from qr.errors import ModuleTooSmall
from qr.sheet import Sheet

_FINE = 4
"""Shapes and letters are drawn this many times larger and averaged, so that their edges are smooth."""

_LEAST_PIXELS = 2
"""Below this many pixels a module, screens and readers blur modules into each other."""


def write(sheet: Sheet, dpi: int) -> bytes:
    """The sheet as an RGB PNG of `dpi` pixels an inch that remembers its true size.

    Raises:
        ModuleTooSmall: `dpi` leaves fewer than two pixels for a module.
    """
    scale = dpi / 25.4
    size = (round(sheet.paper.width * scale), round(sheet.paper.height * scale))
    page = Image.new("RGB", size, "white")
    for box in (*sheet.panels, *sheet.boxes):
        match box:
            case TextLine():
                _text(page, box, scale)
            case Drawing():
                _drawing(page, box, scale)
            case Code():
                _code(page, box, scale)
    out = BytesIO()
    page.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def _text(page: Image.Image, line: TextLine, scale: float) -> None:
    """Letter by letter: Pillow rounds advances to whole pixels, and a line would outgrow its box."""
    fine = scale * _FINE
    font = ImageFont.truetype(fonts.path(line.face), line.size * fine, layout_engine=ImageFont.Layout.BASIC)
    mask, left, top = _mask("L", line.bounds, scale)
    draw = ImageDraw.Draw(mask)
    x, y = line.left * fine - left * _FINE, line.baseline * fine - top * _FINE
    for letter in line.text:
        draw.text((x, y), letter, fill=255, font=font, anchor="ls")
        x += fonts.width(letter, line.face, line.size * fine)
    page.paste(line.colour, (left, top), mask.reduce(_FINE))


def _drawing(page: Image.Image, drawing: Drawing, scale: float) -> None:
    mask, left, top = _mask("1", drawing.bounds, scale)
    for polygon in drawing.shape:
        layer = Image.new("1", mask.size)
        points = [((x * scale - left) * _FINE, (y * scale - top) * _FINE) for x, y in polygon]
        ImageDraw.Draw(layer).polygon(points, fill=1)
        mask = ImageChops.logical_xor(mask, layer)
    page.paste(drawing.colour, (left, top), mask.convert("L").reduce(_FINE))


def _mask(mode: str, bounds: Bounds, scale: float) -> tuple[Image.Image, int, int]:
    """An empty mask over the whole pixels around the bounds, and the pixel of its corner."""
    left, top = math.floor(bounds.left * scale), math.floor(bounds.top * scale)
    width, height = math.ceil(bounds.right * scale) - left, math.ceil(bounds.bottom * scale) - top
    return Image.new(mode, (width * _FINE, height * _FINE)), left, top


def _code(page: Image.Image, code: Code, scale: float) -> None:
    """In whole pixels a module, so that every edge is sharp; what is left over widens the white field."""
    pixels = math.floor(code.module * scale)
    if pixels < _LEAST_PIXELS:
        raise ModuleTooSmall(f"a module would be {pixels} pixels wide; {_LEAST_PIXELS} are needed")
    picked = picture.image(code.symbol, pixels)
    spare = (code.side * scale - picked.width) / 2
    page.paste(picked, (round(code.left * scale + spare), round(code.top * scale + spare)))
