"""One sheet as the content of a PDF page, made without knowing the document that it will be part of.

Letters are named by their number in the whole font, and what repeats from sheet to sheet by the digest of
what it draws: a document then carries each font and each drawing once. ISO 32000-1:2008, 7.3.4, 8 and 9.4.
"""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from qr import fonts
from qr.boxes import Box, Code, Drawing, Picture, TextLine
from qr.fonts import Face
from qr.logo import Logo
from qr.shapes import Shape
from qr.sheet import Sheet
from qr.symbol import QUIET_ZONE

POINTS = 72 / 25.4
_SCALE = round(POINTS, 6)
FONT_NAMES = {Face.REGULAR: "R", Face.MEDIUM: "M", Face.BOLD: "B"}
"""What pages call the faces."""


@dataclass(frozen=True, slots=True)
class Stream:
    """An object with compressed data; `entries` is its dictionary without length and filter."""

    entries: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A page's width and height in points, its content, and what it needs of the document.

    `objects` are drawings and pictures by name; `letters` holds, for each face, the characters that are set.
    """

    width: float
    height: float
    content: bytes
    objects: dict[str, Stream]
    letters: dict[Face, frozenset[str]]


def page(sheet: Sheet) -> Page:
    """The content of a sheet: from the first line on in mm, y being minus the distance from the top."""
    width, height = sheet.paper.width * POINTS, sheet.paper.height * POINTS
    lines = [f"{_SCALE} 0 0 {_SCALE} 0 {sheet.paper.height * _SCALE:.4f} cm"]
    objects: dict[str, Stream] = {}
    letters: dict[Face, set[str]] = {}
    for box in (*sheet.panels, *sheet.boxes):
        _box(box, lines, objects, letters)
    content = zlib.compress("\n".join(lines).encode())
    return Page(width, height, content, objects, {face: frozenset(some) for face, some in letters.items()})


def _box(box: Box, lines: list[str], objects: dict[str, Stream], letters: dict[Face, set[str]]) -> None:
    match box:
        case TextLine():
            letters.setdefault(box.face, set()).update(box.text)
            lines.append(_text(box))
        case Drawing():
            left, top = box.bounds[:2]
            name, drawn = _form(_from_corner(box.shape, left, top), box.colour)
            objects[name] = drawn
            lines.append(f"q 1 0 0 1 {_mm(left)} {_mm(-top)} cm /{name} Do Q")
        case Picture():
            name, drawn = _image(box.logo)
            objects[name] = drawn
            place = f"{_mm(box.width)} 0 0 {_mm(box.height)} {_mm(box.left)} {_mm(-box.top - box.height)}"
            lines.append(f"q {place} cm /{name} Do Q")
        case Code():
            lines.append(_code(box))
            if box.mark:
                _box(box.mark, lines, objects, letters)


def _mm(value: float) -> str:
    """A thousandth of a millimetre is enough; a PDF knows no exponents."""
    return f"{round(value, 4):.7g}"


def _fill(colour: str) -> str:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return " ".join(f"{part:.4g}" for part in parts) + " rg"


def _text(line: TextLine) -> str:
    glyphs = fonts.load(line.face).face.charToGlyph
    shown = "".join(f"{glyphs[ord(character)]:04x}" for character in line.text)
    way = "-1 0 0 -1" if line.turned else "1 0 0 1"
    return (
        f"BT {_fill(line.colour)} /{FONT_NAMES[line.face]} {_mm(line.size)} Tf "
        f"{way} {_mm(line.left)} {_mm(-line.baseline)} Tm <{shown}> Tj ET"
    )


def _code(code: Code) -> str:
    """One path in whole modules: separate ones would show hairlines between them on some screens.

    Grey scale, so that a colour printer uses its black and not a mixture.
    """
    module = f"{code.module:.6f}"
    bars = " ".join(f"{x + QUIET_ZONE} {y + QUIET_ZONE} {length} 1 re" for x, y, length in code.symbol.bars())
    return f"q 0 g {module} 0 0 -{module} {_mm(code.left)} {_mm(-code.top)} cm {bars} f Q"


def _from_corner(shape: Shape, left: float, top: float) -> Shape:
    return tuple([tuple([(round(x - left, 3), round(y - top, 3)) for x, y in polygon]) for polygon in shape])


@lru_cache(maxsize=128)
def _form(shape: Shape, colour: str) -> tuple[str, Stream]:
    lines = [_fill(colour)]
    for (x, y), *rest in shape:
        lines.append(f"{_mm(x)} {_mm(-y)} m")
        lines += [f"{_mm(x_next)} {_mm(-y_next)} l" for x_next, y_next in rest]
        lines.append("h")
    data = "\n".join([*lines, "f*"]).encode()
    right, bottom = (max(point[axis] for polygon in shape for point in polygon) for axis in (0, 1))
    box = f"[-1 {_mm(-bottom - 1)} {_mm(right + 1)} 1]"
    return _named(f"/Type/XObject/Subtype/Form/BBox{box}/Resources<<>>", data)


@lru_cache(maxsize=8)
def _image(logo: Logo) -> tuple[str, Stream]:
    space = "DeviceGray" if logo.mode == "L" else "DeviceRGB"
    size = f"/Width {logo.width}/Height {logo.height}"
    return _named(f"/Type/XObject/Subtype/Image{size}/ColorSpace/{space}/BitsPerComponent 8", logo.pixels)


def _named(entries: str, data: bytes) -> tuple[str, Stream]:
    """After what it draws, so that two processes that never met agree."""
    return "X" + sha256(entries.encode() + data).hexdigest()[:16], Stream(entries, zlib.compress(data))
