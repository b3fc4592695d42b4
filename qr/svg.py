"""A sheet as an SVG at its true size. Letters are outlines, so no font need be installed to see it right."""

from base64 import b64encode
from functools import cache
from io import BytesIO
from threading import Lock

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from qr import fonts, picture
from qr.boxes import Box, Code, Drawing, Picture, TextLine
from qr.fonts import Face
from qr.sheet import Sheet

_reading = Lock()
"""fontTools reads a glyph when it is first asked for, through one open file."""


def write(sheet: Sheet) -> str:
    """The sheet as an SVG document in mm, without script or link; the same sheet gives the same text."""
    width, height = sheet.paper.width, sheet.paper.height
    drawn = "".join(_box(box) for box in (*sheet.panels, *sheet.boxes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}mm" height="{_n(height)}mm" '
        f'viewBox="0 0 {_n(width)} {_n(height)}"><path fill="#fff" d="M0 0h{_n(width)}v{_n(height)}H0z"/>'
        f"{drawn}</svg>"
    )


def _box(box: Box) -> str:
    match box:
        case TextLine():
            return _text(box)
        case Drawing():
            path = "".join(
                "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in polygon) + "z" for polygon in box.shape
            )
            return f'<path fill="{box.colour}" fill-rule="evenodd" d="{path}"/>'
        case Code():
            placed = f"translate({_n(box.left)} {_n(box.top)}) scale({box.module:.6g})"
            drawn = f'<g transform="{placed}">{picture.paths(box.symbol)}</g>'
            return drawn + _box(box.mark) if box.mark else drawn
        case Picture():
            return _picture(box)


def _picture(box: Picture) -> str:
    """The pixels themselves, as a PNG inside the document: nothing is fetched."""
    out = BytesIO()
    box.logo.image.save(out, "PNG")
    place = f'x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(box.width)}" height="{_n(box.height)}"'
    data = b64encode(out.getvalue()).decode()
    return f'<image {place} preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'


def _text(line: TextLine) -> str:
    """Each letter where the PDF puts it: advances without kerning."""
    face, scale = line.face, line.size / _units(line.face)
    letters, x = [], 0.0
    for letter in line.text:
        if outline := _outline(face, letter):
            letters.append(f'<path transform="translate({x / scale:.1f})" d="{outline}"/>')
        x += fonts.width(letter, face, line.size)
    across, down = (-scale, scale) if line.turned else (scale, -scale)  # outlines grow upwards
    start = f"translate({_n(line.left)} {_n(line.baseline)}) scale({across:.6g} {down:.6g})"
    return f'<g fill="{line.colour}" transform="{start}">{"".join(letters)}</g>'


@cache
def _outline(face: Face, letter: str) -> str:
    """The outline of a letter in units of its font; empty for a space."""
    with _reading:
        glyphs = _font(face).getGlyphSet()
        pen = SVGPathPen(glyphs)
        glyphs[_font(face).getBestCmap()[ord(letter)]].draw(pen)
    return str(pen.getCommands())


def _units(face: Face) -> int:
    with _reading:
        return int(_font(face)["head"].unitsPerEm)


@cache
def _font(face: Face) -> TTFont:
    return TTFont(fonts.path(face))


def _n(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
