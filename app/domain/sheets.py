"""Tables as people save them from a spreadsheet: which bytes, which delimiter, which line, which column.

Nothing is guessed in silence: what the bytes and the delimiter were taken for is part of the answer.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from app.domain.errors import FileProblem, FileRefused, Problem
from app.domain.text import fold

_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS: Final = ",;\t"
_SEPARATOR_LINE: Final = re.compile(r'^"?sep=([,;\t])"?\r?\n')
_YEAR_AT_END: Final = re.compile(r" (19|20)\d\d$")
_NOT_LETTERS: Final = re.compile(r"[\s_\-./:*]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One record: where it starts, and its cells as text."""

    number: int
    """The physical line, from 1; a cell with a line break makes a record longer than one."""
    cells: tuple[str, ...]

    def cell(self, position: int | None) -> str:
        """The text of a cell without white space around it; empty where the record is too short."""
        return self.cells[position].strip() if position is not None and position < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file read as a table; records that hold nothing are left out."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]
    encoding: str
    problems: tuple[FileProblem, ...]
    """Records that cannot be told apart into cells."""


def read_sheet(data: bytes, encoding: str | None = None) -> Sheet:
    """Read delimited text; `encoding` only where it is known better than the bytes tell.

    Raises:
        FileRefused: it is empty, or not text in UTF-8, UTF-16 or Windows-1258.
    """
    text, encoding = decoded(data, encoding)
    skipped = 0
    if separator := _SEPARATOR_LINE.match(text):
        text, skipped = text[separator.end() :], 1
    delimiter = separator[1] if separator else _delimiter(text)
    records, problems = _records(text, delimiter, skipped)
    if not records:
        raise FileRefused(problems or [whole_file("empty_file")])
    header = tuple(name.strip() for name in records[0].cells)
    return Sheet(header, tuple(records[1:]), encoding, (*problems, *_too_long(records[1:], len(header))))


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


def _delimiter(text: str) -> str:
    """The one the first line has most of, outside quotes; a comma when it has none."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(_DELIMITERS, key=first.count)


def _records(text: str, delimiter: str, skipped: int) -> tuple[list[Line], list[FileProblem]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[Line] = []
    started = skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append(Line(started, tuple(cells)))
            started = skipped + reader.line_num + 1
    except csv.Error:
        return records, [FileProblem(started, Problem("", "quotes"))]
    return records, []


def _too_long(lines: Iterable[Line], width: int) -> list[FileProblem]:
    return [
        FileProblem(line.number, Problem("", "cells", (("found", len(line.cells)), ("expected", width))))
        for line in lines
        if any(cell.strip() for cell in line.cells[width:])
    ]


def whole_file(kind: str, field: str = "", **values: object) -> FileProblem:
    """A problem that concerns no single line."""
    return FileProblem(None, Problem(field, kind, tuple(values.items())))


def header_key(name: str) -> str:
    """What spellings of a column's name share: `Ward_Code_2025` and `ward code`."""
    return _YEAR_AT_END.sub("", _NOT_LETTERS.sub(" ", fold(name)).strip())


def find_columns(
    header: tuple[str, ...],
    names: Mapping[str, Iterable[str]],
    *,
    needed: Iterable[str],
    chosen: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, int]:
    """Where each field stands: field -> position in the header.

    Args:
        header: The column names as they stand in the file.
        names: For each field the names it goes by, as `header_key` writes them.
        needed: Fields the file must have.
        chosen: For some fields the very name of the column, where the file has several that fit.

    Raises:
        FileRefused: a needed column is missing, or two columns claim one field.
    """
    found: dict[str, int] = {}
    problems = []
    for field, spellings in names.items():
        wanted = {header_key(spelling) for spelling in spellings}
        if field in chosen:
            places = [i for i, name in enumerate(header) if name == chosen[field].strip()]
        else:
            places = [i for i, name in enumerate(header) if header_key(name) in wanted]
        if len(places) > 1:
            clash = ", ".join(header[i] for i in places)
            problems.append(whole_file("column_twice", field, columns=clash))
        elif places:
            found[field] = places[0]
        elif field in needed or field in chosen:
            problems.append(whole_file("column_missing", field, columns=", ".join(header)))
    if problems:
        raise FileRefused(problems)
    return found
