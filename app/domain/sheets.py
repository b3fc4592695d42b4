"""Tables as people save them from a spreadsheet: which bytes, which delimiter, which line, which column.

Nothing is guessed in silence: what the bytes and the delimiter were taken for is part of the answer.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from app.domain.encodings import Source, Text, text_of, whole_file
from app.domain.errors import FileProblem, Problem
from app.domain.file_problems import FileProblems

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


class Records:
    """The records of a text, read one by one each time that they are gone through; none is kept."""

    def __init__(self, text: Text, delimiter: str, skipped: int) -> None:
        """Of `skipped` lines before the text only the number is told."""
        self._text, self._delimiter, self._skipped = text, delimiter, skipped
        self.broken: int | None = None
        """Where the last reading ended because cells cannot be told apart."""

    def __iter__(self) -> Iterator[Line]:
        """Records that hold nothing are left out."""
        reader = csv.reader(islice(self._text, self._skipped, None), delimiter=self._delimiter, strict=True)
        started = self._skipped + 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield Line(started, tuple(cells))
                started = self._skipped + reader.line_num + 1
        except csv.Error:
            self.broken = started


class Lines:
    """All records but the header, as often as wanted."""

    def __init__(self, records: Records, count: int) -> None:
        """`count` of them."""
        self._records, self._count = records, count

    def __iter__(self) -> Iterator[Line]:
        """In the order of the file."""
        return islice(self._records, 1, None)

    def __len__(self) -> int:
        """How many there are."""
        return self._count


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file read as a table; records that hold nothing are left out."""

    header: tuple[str, ...]
    lines: Lines
    encoding: str
    problems: FileProblems
    """Records that cannot be told apart into cells."""


def read_sheet(data: Source, encoding: str | None = None) -> Sheet:
    """Read delimited text; `encoding` only where it is known better than the bytes tell.

    Raises:
        FileRefused: it is empty, or not text in UTF-8, UTF-16 or Windows-1258.
    """
    text = text_of(data, encoding)
    separator = _SEPARATOR_LINE.match(next(iter(text), ""))
    delimiter = separator[1] if separator else _delimiter(text)
    records = Records(text, delimiter, 1 if separator else 0)
    header: tuple[str, ...] | None = None
    count, problems = 0, FileProblems()
    for line in records:
        if header is None:
            header = tuple(name.strip() for name in line.cells)
            continue
        count += 1
        problems.add(*_too_long(line, len(header)))
    if records.broken is not None:
        problems.add(FileProblem(records.broken, Problem("", "quotes")))
    if header is None:
        if not problems:
            problems.add(whole_file("empty_file"))
        raise problems.refused()
    return Sheet(header, Lines(records, count), text.encoding, problems)


def _delimiter(text: Text) -> str:
    """The one the first line has most of, outside quotes; a comma when it has none."""
    first = re.sub(r'"[^"]*"', "", next((line for line in text if line.strip("\r\n")), ""))
    return max(_DELIMITERS, key=first.count)


def _too_long(line: Line, width: int) -> list[FileProblem]:
    if not any(cell.strip() for cell in line.cells[width:]):
        return []
    values = ("found", len(line.cells)), ("expected", width)
    return [FileProblem(line.number, Problem("", "cells", values))]
