"""Tables as people save them from a spreadsheet: which bytes, which delimiter, which line, which column.

Nothing is guessed in silence: what the bytes and the delimiter were taken for is part of the answer.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.domain.encodings import decoded, whole_file
from app.domain.errors import FileProblem, FileRefused, Problem

_DELIMITERS: Final = ",;\t"
_SEPARATOR_LINE: Final = re.compile(r'^"?sep=([,;\t])"?\r?\n')


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
