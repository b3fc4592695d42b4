"""Words to lines: text is wrapped and made smaller by its measured width; no letter is ever left out."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qr import fonts
from qr.fonts import Face

LINE = fonts.ASCENT + fonts.DESCENT
"""From one line to the next, in font sizes."""

_SIZES = 25
"""Sizes tried from the largest to the smallest."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph may be set; sizes are in mm (1 mm is 2.83 points).

    The largest size that needs at most `lines` lines is taken; if there is none, the smallest.
    """

    face: Face
    colour: str
    largest: float
    smallest: float
    lines: int = 1
    centred: bool = True


def tidy(text: str) -> str:
    """The text in Unicode NFC with single spaces; no-break spaces stay what they are."""
    return unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", text).strip(" "))


def fit(text: str, style: Style, width: float) -> tuple[float, list[str]]:
    """Font size in mm and the lines of a text set to a width in mm; no lines when the text is blank.

    Raises:
        CannotPrint: characters without a glyph.
    """
    size, lines = _fit(tidy(text), style, width)
    return size, list(lines)


@lru_cache(maxsize=256)  # of a thousand posters most words are the same
def _fit(words: str, style: Style, width: float) -> tuple[float, tuple[str, ...]]:
    fonts.check(words, style.face)
    size = style.largest
    for size in _sizes(style):
        if len(wrap(words, style.face, width / size)) <= style.lines:
            break
    return size, tuple(_balanced(words, style.face, width / size))


def fill(text: str, style: Style, width: float, height: float) -> tuple[float, list[str]]:
    """As `fit`, but as many lines as a height in mm has room for, whatever `style.lines` says.

    No word is broken that fits the width at the smallest size. That size may still need more than the height.

    Raises:
        CannotPrint: characters without a glyph.
    """
    words = tidy(text)
    fonts.check(words, style.face)
    longest = max((fonts.width(word, style.face, 1) for word in words.split(" ")), default=0)
    if longest * style.smallest > width:
        longest = 0  # it has to be broken anyhow
    size = style.largest
    for size in _sizes(style):
        lines = len(wrap(words, style.face, width / size))
        if longest * size <= width and lines * size * LINE <= height:
            break
    return size, _balanced(words, style.face, width / size)


def _sizes(style: Style) -> Iterator[float]:
    for step in range(_SIZES):
        yield style.largest - (style.largest - style.smallest) * step / (_SIZES - 1)


def wrap(text: str, face: Face, width: float) -> list[str]:
    """Break tidy text into lines at most `width` font sizes wide; a longer word is broken between letters."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):  # only here: a no-break space keeps a number together
        if line and fonts.width(f"{line} {word}", face, 1) <= width:
            line = f"{line} {word}"
            continue
        lines += [line] if line else []
        *full, line = _pieces(word, face, width)
        lines += full
    return [*lines, line] if line else lines


def _pieces(word: str, face: Face, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and fonts.width(pieces[-1] + letter, face, 1) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _balanced(text: str, face: Face, width: float) -> list[str]:
    """Lines as even as they can be without becoming more: no single syllable is left on the last one."""
    lines = wrap(text, face, width)
    low = max((fonts.width(word, face, 1) for word in text.split(" ")), default=0.0)
    high = width
    while high - low > width / 100:
        middle = (low + high) / 2
        tried = wrap(text, face, middle)
        if len(tried) <= len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines
