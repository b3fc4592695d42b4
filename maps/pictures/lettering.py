"""Roboto, which has every Vietnamese letter: what it can draw of a text, how wide it is, where it breaks."""

import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from font_roboto import font_files

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

MM_A_POINT = 25.4 / 72
LEADING = 1.32
"""Height of a line in sizes: two accents on a capital must not touch the dot below the letter above."""

_UNKNOWN = "\ufffd"  # drawn for what Roboto cannot: emoji, other scripts
_SILENT = frozenset({"Cc", "Cf", "Cs"})  # control characters, joiners, marks that turn the line's direction


class Face(StrEnum):
    """One weight; the value is its name in the package font_roboto."""

    REGULAR = "Roboto"
    BOLD = "RobotoBold"


def properties(face: Face) -> "FontProperties":
    """The face for matplotlib, by its file: no other font of the machine can take its place."""
    from matplotlib.font_manager import FontProperties

    weight = "bold" if face is Face.BOLD else "normal"
    return FontProperties(family=["Roboto", "sans-serif"], weight=weight, fname=str(font_files[face.value]))


@cache
def _advances(face: Face) -> dict[str, float]:
    """What every letter of the face moves the pen by, in sizes."""
    from matplotlib.ft2font import FT2Font, LoadFlags

    font = FT2Font(str(font_files[face.value]))
    per_size = font.units_per_EM
    return {
        chr(code): font.load_glyph(glyph, flags=LoadFlags.NO_SCALE).horiAdvance / per_size
        for code, glyph in font.get_charmap().items()
    }


def drawable(text: str) -> str:
    """The text on one line and composed (NFC); what the face lacks becomes one sign that says so."""
    known = _advances(Face.REGULAR)
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    seen = (c for c in joined if unicodedata.category(c) not in _SILENT)
    return "".join(c if c in known else _UNKNOWN for c in seen)


def width(text: str, size: float, face: Face = Face.REGULAR) -> float:
    """Width of a line of drawable text in millimetres, without kerning; `size` in points."""
    moved = _advances(face)
    return sum(moved[letter] for letter in text) * size * MM_A_POINT


def wrapped(
    text: str, size: float, most: float, face: Face = Face.REGULAR, *, indent: float = 0
) -> list[str]:
    """Lines of at most `most` millimetres, the first shorter by `indent`; words too long for a line break."""
    lines = [""]
    for word in drawable(text).split(" "):
        room = most - (indent if len(lines) == 1 else 0)
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width(longer, size, face) <= room:
            lines[-1] = longer
        else:
            pieces = list(_broken(word, size, most, face))
            lines = [*lines, *pieces] if lines[-1] or indent else pieces
    return lines


def _broken(word: str, size: float, most: float, face: Face) -> Iterator[str]:
    piece = ""
    for letter in word:
        if piece and width(piece + letter, size, face) > most:
            yield piece
            piece = ""
        piece += letter
    yield piece


def shortened(lines: list[str], most: int) -> list[str]:
    """At most so many lines; the last one says with three dots that there were more."""
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1].rstrip() + "\u2026"]
