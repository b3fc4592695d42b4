"""Bytes that people hand in as text: which of three encodings they are in, and their lines one by one."""

from __future__ import annotations

import codecs
import hashlib
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from app.domain.errors import FileProblem, FileRefused, Problem

_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_HEAD: Final = 2_000
CHUNK: Final = 1 << 20
"""Bytes read at a time where lines play no part."""

Source = bytes | Path
"""What was handed in: a file of any size is never read as a whole."""


def opened(source: Source) -> BinaryIO:
    """Its bytes from the start."""
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def sha256_of(source: Source, *, before: bytes = b"") -> bytes:
    """The digest of `before` and the source."""
    digest = hashlib.sha256(before)
    with opened(source) as data:
        while chunk := data.read(CHUNK):
            digest.update(chunk)
    return digest.digest()


@dataclass(frozen=True, slots=True)
class Text:
    """A source as lines of text in NFC, read anew each time that they are gone through.

    Windows-1258 writes a tone as a mark of its own behind the letter; NFC joins the two. Almost any bytes
    pass for Windows-1258, so a tone that finds no letter gives away another encoding.
    """

    source: Source
    encoding: str

    def __iter__(self) -> Iterator[str]:
        """Each line with its end.

        Raises:
            FileRefused: the encoding does not fit, from the line on where that shows.
        """
        try:
            with opened(self.source) as data:
                lines = io.TextIOWrapper(data, encoding=self.encoding, newline="")
                for number, line in enumerate(lines):
                    text = unicodedata.normalize("NFC", line)
                    stray = self.encoding == "cp1258" and any(map(unicodedata.combining, text))
                    if stray or "\0" in text:
                        raise FileRefused([whole_file("encoding")])
                    yield text if number else text.removeprefix("\ufeff")
        except (UnicodeError, LookupError):
            raise FileRefused([whole_file("encoding")]) from None


def text_of(source: Source, encoding: str | None = None) -> Text:
    """The source as text; `encoding` only where it is known better than the bytes tell.

    Raises:
        FileRefused: it is UTF-8 that was cut off within a letter.
    """
    return Text(source, encoding or _encoding(source))


def _encoding(source: Source) -> str:
    with opened(source) as data:
        head = data.read(_HEAD)
        if head.startswith(_UTF16_MARKS):
            return "utf-16"
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) > len(head) / 8:  # ASCII in two bytes each: every second one is zero
            return "utf-16-le" if odd > even else "utf-16-be"
        decoder = codecs.getincrementaldecoder("utf-8")()
        letters = False
        try:
            chunk = head
            while chunk:
                letters = not decoder.decode(chunk).isascii() or letters
                chunk = data.read(CHUNK)
        except UnicodeDecodeError:
            return "cp1258"
    if decoder.getstate()[0]:  # ends within a letter
        if letters:
            raise FileRefused([whole_file("encoding")])
        return "cp1258"
    return "utf-8"


def whole_file(kind: str, field: str = "", **values: object) -> FileProblem:
    """A problem that concerns no single line."""
    return FileProblem(None, Problem(field, kind, tuple(values.items())))
