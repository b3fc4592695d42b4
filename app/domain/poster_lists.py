"""Whose posters to print: a file of ids or codes of venues, as `ghe import venues --out` writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.domain.codes import Code, parse_code
from app.domain.errors import CodeMistyped, FileProblem, FileRefused, Problem
from app.domain.ids import VenueId
from app.domain.sheet_columns import find_columns
from app.domain.sheets import read_sheet

_NAMES: Final = {"venue": ("venue", "venue id", "id", "dia diem"), "code": ("code", "ma")}


@dataclass(frozen=True, slots=True)
class PosterLine:
    """One venue that is asked for: by its id, or where there is none by its code."""

    number: int
    text: str
    """What the file says, for whoever has to mend it."""
    venue: VenueId | Code


def read_poster_list(data: bytes) -> list[PosterLine]:
    """The lines of a CSV with a column `venue`, `code` or both.

    Raises:
        FileRefused: it is no table, has neither column, or lines that name no venue: all of them at once.
    """
    sheet = read_sheet(data)
    at = find_columns(sheet.header, _NAMES, needed=())
    if not at:
        missing = Problem("venue", "column_missing", (("columns", ", ".join(sheet.header)),))
        raise FileRefused([FileProblem(None, missing)])
    found: list[PosterLine] = []
    problems = list(sheet.problems)
    for line in sheet.lines:
        text = line.cell(at.get("venue")) or line.cell(at.get("code"))
        try:
            found.append(PosterLine(line.number, text, _venue(text)))
        except (ValueError, CodeMistyped):
            problems.append(unknown_venue(line.number, text))
    if not found and not problems:
        problems.append(FileProblem(None, Problem("", "no_lines")))
    if problems:
        raise FileRefused(problems)
    return found


def unknown_venue(line: int, text: str) -> FileProblem:
    """No venue goes by this."""
    if not text:
        return FileProblem(line, Problem("venue", "missing"))
    return FileProblem(line, Problem("venue", "venue_unknown", (("text", text[:40]),)))


def _venue(text: str) -> VenueId | Code:
    """An id is longer than a code, even one printed in groups."""
    longest_code = 24
    return VenueId(UUID(text)) if len(text) > longest_code else parse_code(text)
