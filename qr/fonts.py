"""Roboto in the weights that the sheets use: what a text measures and whether it can be printed."""

import unicodedata
from enum import StrEnum
from functools import cache
from threading import Lock

from font_roboto import font_files
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from qr.errors import CannotPrint

ASCENT = 1.04
"""Height over the baseline of the tallest Vietnamese letter, a capital with two accents, in font sizes."""

DESCENT = 0.25
"""Depth under the baseline of the lowest one, a letter with a dot below, in font sizes."""


_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zl", "Zp"})


class Face(StrEnum):
    """One weight; the value is the name under which a PDF knows it."""

    REGULAR = "Roboto"
    MEDIUM = "RobotoMedium"
    BOLD = "RobotoBold"


def path(face: Face) -> str:
    """The TrueType file of the face."""
    return str(font_files[face.value])


_loading = Lock()


def load(face: Face) -> TTFont:
    """The face as reportlab holds it, known to every later PDF of this process.

    One thread at a time: two that read the same face first would each make one known, and a document that was
    begun with the first and ended with the second would carry both.
    """
    with _loading:
        return _load(face)


@cache
def _load(face: Face) -> TTFont:
    font = TTFont(face.value, path(face))
    registerFont(font)
    return font


def width(text: str, face: Face, size: float) -> float:
    """The advance of a line, without kerning, in the unit of `size`."""
    return size / 1000 * sum(map(_advances(face).__getitem__, map(ord, text)))


@cache
def _advances(face: Face) -> dict[int, float]:
    advances: dict[int, float] = load(face).face.charWidths
    return advances


@cache
def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN


def check(text: str, face: Face) -> None:
    """Refuse what would be printed as empty boxes, or not be seen at all.

    The fonts do have glyphs for direction marks, control characters and accents that stand alone: nothing, or
    an accent beside its letter. Every Vietnamese letter is one character in NFC, so no name needs them.

    Raises:
        CannotPrint: characters without a glyph in this face, control and format characters, lone accents.
    """
    glyphs = load(face).face.charToGlyph
    missing = {character for character in text if ord(character) not in glyphs or _is_unseen(character)}
    if missing:
        raise CannotPrint("".join(sorted(missing)))
