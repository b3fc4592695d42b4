"""Text as people type it: kept byte-exact once normalised, searched without diacritics."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_TEMPLATE = re.compile(r"\{\{|\{%|\{#|[<>]")


class _Unmarked(dict[int, int | None]):
    """For `str.translate`: drops marks; characters are looked up once."""

    def __missing__(self, character: int) -> int | None:
        self[character] = None if unicodedata.combining(chr(character)) else character
        return self[character]


_UNMARKED = _Unmarked()


def clean(text: str) -> str:
    """NFC, with runs of white space made one space and control and bidi characters dropped.

    iOS types Vietnamese in NFD; a bidi override or a control character can make a name print as another.
    Private-use and unassigned characters go too; letters, marks and punctuation of every script stay.
    """
    if text.isprintable():  # nothing to drop, and no white space but blanks: as nearly all text is
        return " ".join(unicodedata.normalize("NFC", text).split())
    # What is dropped goes first: two spaces around it become one, and a letter may join a mark behind it.
    kept = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", kept)).strip()


def looks_like_markup(text: str) -> bool:
    """Whether the text holds template or tag marks, which no name of a place or a person needs."""
    return _TEMPLATE.search(text) is not None


def fold(text: str) -> str:
    """The key two spellings share when case, tone marks and spacing do not count.

    `Đ` has no decomposition, so it is mapped by hand.
    """
    plain = unicodedata.normalize("NFD", clean(text).casefold().replace("đ", "d"))
    return _SPACES.sub(" ", plain.translate(_UNMARKED))


_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of a Vietnamese dictionary
_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(_ALPHABET)}


def collation_key(text: str) -> tuple[str, str, str]:
    """A sort key in Vietnamese dictionary order: letters first, tones only to break ties."""
    letters, tones = [], []
    for character in clean(text).casefold():
        decomposed = unicodedata.normalize("NFD", character)
        tone = next((mark for mark in decomposed if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", decomposed.replace(tone, "") if tone else decomposed)
        letters.append(_RANK.get(letter, letter))
        tones.append(str(_TONES.index(tone) + 1) if tone else "0")
    return "".join(letters), "".join(tones), text
