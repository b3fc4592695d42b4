"""Bytes that people hand in as text: which of three encodings they are in."""

from __future__ import annotations

import unicodedata
from typing import Final

from app.domain.errors import FileProblem, FileRefused, Problem

_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def decoded(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text in NFC, and the encoding it was in.

    Windows-1258 writes a tone as a mark of its own behind the letter; NFC joins the two. Almost any bytes
    pass for Windows-1258, so a tone that finds no letter gives away another encoding.

    Raises:
        FileRefused: none of the encodings fits.
    """
    if encoding is None:
        encoding = _encoding(data)
    try:
        text = unicodedata.normalize("NFC", data.decode(encoding))
    except (UnicodeDecodeError, LookupError):
        raise FileRefused([whole_file("encoding")]) from None
    stray = encoding == "cp1258" and any(unicodedata.combining(c) for c in text)
    if stray or "\0" in text:
        raise FileRefused([whole_file("encoding")])
    return text.removeprefix("\ufeff"), encoding


def _encoding(data: bytes) -> str:
    if data.startswith(_UTF16_MARKS):
        return "utf-16"
    even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    if max(even, odd) > len(data[:2000]) / 8:  # ASCII in two bytes each: every second one is zero
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1258"
    return "utf-8"


def whole_file(kind: str, field: str = "", **values: object) -> FileProblem:
    """A problem that concerns no single line."""
    return FileProblem(None, Problem(field, kind, tuple(values.items())))
