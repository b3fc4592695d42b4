"""A sheet as a PNG that shows what the PDF shows; the same sheet gives the same bytes."""

import math
from io import BytesIO
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFont

from qr import fonts, picture
from qr.boxes import Bounds, Box, Code, Drawing, Picture, TextLine
from qr.errors import ModuleTooSmall, ResolutionUnusable
from qr.sheet import Sheet

MOST_PIXELS: Final = 150_000_000
"""An A4 at 1,200 dots an inch, which is 420 MB until it is written."""

_FINE = 4
"""Shapes and letters are drawn this many times larger and averaged, so that their edges are smooth."""

_LEAST_PIXELS = 2
"""Below this many pixels a module, screens and readers blur modules into each other."""


def write(sheet: Sheet, dpi: int) -> bytes:
    """The sheet as an RGB PNG of `dpi` pixels an inch that remembers its true size.

    Raises:
        ModuleTooSmall: `dpi` leaves fewer than two pixels for a module.
        ResolutionUnusable: `dpi` is no resolution, or makes more than `MOST_PIXELS`.
    """
    scale = dpi / 25.4
    pixels = sheet.paper.width * sheet.paper.height * scale**2
    if not (1 <= pixels <= MOST_PIXELS and scale > 0):  # nothing holds of a NaN
        raise ResolutionUnusable(f"{dpi} dots an inch on {sheet.paper.width:g} x {sheet.paper.height:g} mm")
    size = (round(sheet.paper.width * scale), round(sheet.paper.height * scale))
    page = Image.new("RGB", size, "white")
    for box in (*sheet.panels, *sheet.boxes):
        _box(page, box, scale)
    out = BytesIO()
    page.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def _box(page: Image.Image, box: Box, scale: float) -> None:
    match box:
        case TextLine():
            _text(page, box, scale)
        case Drawing():
            _drawing(page, box, scale)
        case Picture():
            _picture(page, box, scale)
        case Code():
            _code(page, box, scale)
            if box.mark:
                _box(page, box.mark, scale)


def _text(page: Image.Image, line: TextLine, scale: float) -> None:
    """Letter by letter: Pillow rounds advances to whole pixels, and a line would outgrow its box."""
    fine = scale * _FINE
    font = ImageFont.truetype(fonts.path(line.face), line.size * fine, layout_engine=ImageFont.Layout.BASIC)
    mask, left, top = _mask("L", line.bounds, scale)
    draw = ImageDraw.Draw(mask)
    x, y = line.left * fine - left * _FINE, line.baseline * fine - top * _FINE
    if line.turned:
        x, y = mask.width - x, mask.height - y
    for letter in line.text:
        draw.text((x, y), letter, fill=255, font=font, anchor="ls")
        x += fonts.width(letter, line.face, line.size * fine)
    if line.turned:
        mask = mask.transpose(Image.Transpose.ROTATE_180)
    page.paste(line.colour, (left, top), mask.reduce(_FINE))


def _picture(page: Image.Image, box: Picture, scale: float) -> None:
    left, top, right, bottom = (round(value * scale) for value in box.bounds)
    size = (max(right - left, 1), max(bottom - top, 1))
    page.paste(box.logo.image.resize(size, Image.Resampling.LANCZOS), (left, top))


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
