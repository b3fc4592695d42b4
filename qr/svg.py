"""A sheet as an SVG at its true size. Letters are outlines, so no font need be installed to see it right."""

from functools import cache
from threading import Lock

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from qr import fonts, picture
from qr.boxes import Code, Drawing, TextLine
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


def _box(box: TextLine | Drawing | Code) -> str:
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
            return f'<g transform="{placed}">{picture.paths(box.symbol)}</g>'


def _text(line: TextLine) -> str:
    """Each letter where the PDF puts it: advances without kerning."""
    face, scale = line.face, line.size / _units(line.face)
    letters, x = [], line.left
    for letter in line.text:
        if outline := _outline(face, letter):
            letters.append(f'<path transform="translate({x / scale:.1f})" d="{outline}"/>')
        x += fonts.width(letter, face, line.size)
    turned = f"translate(0 {_n(line.baseline)}) scale({scale:.6g} {-scale:.6g})"  # outlines grow upwards
    return f'<g fill="{line.colour}" transform="{turned}">{"".join(letters)}</g>'


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
