"""A font inside a PDF: once for all pages, with the letters that they use. ISO 32000-1:2008, 9.7 and 9.10."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from zlib import compress

from fontTools.ttLib import TTFont

from qr import fonts
from qr.fonts import Face
from qr.page import Stream

_DROPPED = ("GDEF", "GPOS", "GSUB", "OS/2", "cmap", "name", "post")
"""Tables that a page does not need: it names letters by number."""

_SERIF_FREE = 32
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_MOST_IN_A_RANGE = 100


@dataclass(frozen=True, slots=True)
class Embedded:
    """The five objects of a font; a document puts the numbers of the others into the entries it is told."""

    name: str
    program: Stream
    descriptor: str
    widths: str
    to_unicode: Stream


def embedded(face: Face, letters: Iterable[str]) -> Embedded:
    """The face with these letters, each under the number that it has in the whole font."""
    font = fonts.load(face).face
    glyphs = {font.charToGlyph[ord(letter)]: letter for letter in sorted(letters, reverse=True)}
    numbers = sorted(glyphs)
    program = _program(face, numbers)
    name = f"{_tag(numbers)}+{font.name.decode()}"
    box = " ".join(f"{value:.0f}" for value in font.bbox)
    descriptor = (
        f"/Type/FontDescriptor/FontName/{name}/Flags {_SERIF_FREE}/FontBBox[{box}]/ItalicAngle 0"
        f"/Ascent {font.ascent:.0f}/Descent {font.descent:.0f}/CapHeight {font.capHeight:.0f}"
        f"/StemV {font.stemV}"
    )
    widths = "".join(f"{number}[{font.charWidths[ord(glyphs[number])]:.6g}]" for number in numbers)
    return Embedded(
        name,
        Stream(f"/Length1 {len(program)}", compress(program)),
        descriptor,
        widths,
        Stream("", compress(_to_unicode(glyphs).encode())),
    )


def most_bytes(letters: int) -> int:
    """More than a face with so many letters takes in a file, whichever letters they are.

    Tables that reach up to the last glyph are nearly all zeros, and no outline is larger than this.
    """
    return 8_000 + 150 * letters


def _program(face: Face, numbers: list[int]) -> bytes:
    from fontTools import subset  # half a second, and most who print nothing never need it

    options = subset.Options()
    options.retain_gids = True
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.drop_tables += list(_DROPPED)
    with TTFont(fonts.path(face), lazy=True, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(gids=numbers)
        subsetter.subset(font)
        out = BytesIO()
        font.save(out)
    return out.getvalue()


def _tag(numbers: list[int]) -> str:
    """Six capitals that tell subsets of the same font apart."""
    value = sum(number * (place + 1) for place, number in enumerate(numbers)) + len(numbers)
    return "".join(chr(ord("A") + value // 26**place % 26) for place in range(6))


def _to_unicode(glyphs: dict[int, str]) -> str:
    pairs = [
        f"<{number:04x}> <{letter.encode('utf-16-be').hex()}>" for number, letter in sorted(glyphs.items())
    ]
    ranges = []
    for start in range(0, len(pairs), _MOST_IN_A_RANGE):
        some = pairs[start : start + _MOST_IN_A_RANGE]
        ranges.append("\n".join([f"{len(some)} beginbfchar", *some, "endbfchar"]))
    return _CMAP.replace("{ranges}", "\n".join(ranges))
