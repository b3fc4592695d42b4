"""A spreadsheet of venues as people fill it in: either language, either decimal sign, any name of a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from app.domain.encodings import Source, sha256_of
from app.domain.errors import FileProblem, InputRefused, NameNotPrintable, Problem
from app.domain.file_problems import FileProblems
from app.domain.opening_hours import MINUTES_A_DAY, Hours, OpeningHours
from app.domain.positions import Position
from app.domain.registrations import register
from app.domain.sheet_columns import find_columns, in_its_words
from app.domain.sheets import Line, read_sheet
from app.domain.spaces import Ventilation
from app.domain.text import fold
from app.domain.venue_files import NamedLine, VenueLine
from app.domain.venue_kinds import VenueKind
from app.usecases.check_printable import check_printable
from app.web.forms import minutes_of_day, phone_number, whole_number
from app.web.kinds import VENTILATIONS, VENUE_KINDS
from app.web.venue_columns import AIR_IN_VIETNAMESE, KINDS_IN_VIETNAMESE, NAMES, NEEDED, read_days
from app.web.words import LANGUAGES, gettext

_NUMBER: Final = re.compile(r"-?\d{1,3}(?:[.,]\d+)?", re.ASCII)
_POLE: Final = 90

_word = lru_cache(maxsize=4_096)(fold)
"""Folded, of a column in which the same few stand again and again."""


class VenueSheet:
    """A spreadsheet of venues, each line a registration or what is wrong with it."""

    def __init__(self, source: Source, encoding: str | None = None) -> None:
        """Read it once, to know that it is a table with the columns that are needed.

        Raises:
            FileRefused: it is not.
        """
        self._sheet = read_sheet(source, encoding)
        self._at = find_columns(self._sheet.header, NAMES, needed=NEEDED)
        self.sha256 = sha256_of(source)
        self.notes = tuple(self._notes())

    def __len__(self) -> int:
        """How many lines stand below the header."""
        return len(self._sheet.lines)

    def read(self, problems: FileProblems) -> Iterator[NamedLine]:
        """Line by line; what is wrong goes to `problems`, each as the file calls its column."""
        problems.take(self._sheet.problems)
        kinds, air = _kinds(), _air()
        for line in self._sheet.lines:
            texts = {field: line.cell(self._at.get(field)) for field in NAMES}
            said = None
            try:
                said = _line(line, texts, kinds, air)
            except InputRefused as refused:
                found = [FileProblem(line.number, problem) for problem in refused.problems]
                problems.add(*(in_its_words(problem, self._sheet.header, self._at) for problem in found))
            yield NamedLine(line.number, texts["name"], said)

    def _notes(self) -> Iterator[FileProblem]:
        if self._sheet.encoding == "cp1258":
            yield FileProblem(None, Problem("", "read_as_1258"))
        used = self._at.values()
        if left_out := [name for i, name in enumerate(self._sheet.header) if i not in used and name]:
            yield FileProblem(None, Problem("", "columns_unused", (("columns", ", ".join(left_out)),)))


def _kinds() -> dict[str, VenueKind]:
    """Folded name -> kind: the stored word, the form's label in both languages, and common names."""
    return {
        fold(name): kind
        for kind, label in VENUE_KINDS.items()
        for name in (
            kind.value,
            kind.value.replace("_", " "),
            *(gettext(lang)(label) for lang in LANGUAGES),
            *KINDS_IN_VIETNAMESE[kind],
        )
    }


def _air() -> dict[str, Ventilation]:
    """The same for how fresh air comes in."""
    return {
        fold(name): ventilation
        for ventilation, label in VENTILATIONS.items()
        for name in (
            ventilation.value,
            *(gettext(lang)(label) for lang in LANGUAGES),
            *AIR_IN_VIETNAMESE[ventilation],
        )
    }


def _line(
    line: Line, texts: Mapping[str, str], kinds: Mapping[str, VenueKind], air: Mapping[str, Ventilation]
) -> VenueLine:
    problems = list(_not_printable(texts))
    kind = kinds.get(_word(texts["kind"]))
    if kind is None:
        problems.append(_unlike("kind", "kind_unknown", texts))
    capacity = whole_number(texts["capacity"].removesuffix(".0").removesuffix(",0"))
    if capacity is None:
        problems.append(_unlike("capacity", "number", texts))
    hours, wrong = _hours(texts["opens"], texts["closes"], texts["days"])
    problems += wrong
    position = _position(texts, problems)
    ventilation = air.get(_word(texts["ventilation"]))
    if texts["ventilation"] and ventilation is None:
        problems.append(_unlike("ventilation", "ventilation_unknown", texts))
    phone = phone_number(texts["phone"]) if texts["phone"] else None
    if texts["phone"] and phone is None:
        problems.append(Problem("phone", "phone"))
    try:
        registration = register(
            name=texts["name"],
            address=texts["address"],
            kind=kind or VenueKind.OTHER,
            capacity=1 if capacity is None else capacity,
            hours=hours,
            position=position,
            phone=phone,
            ventilation=ventilation,
        )
    except InputRefused as refused:
        problems += refused.problems
    if problems:
        raise InputRefused(sorted(problems, key=lambda p: list(NAMES).index(p.field)))
    return VenueLine(line.number, registration, texts["parent_name"], texts["parent_code"])


def _unlike(field: str, kind: str, texts: Mapping[str, str]) -> Problem:
    """Missing where the cell is empty, else the problem with what stands in it."""
    if not texts[field]:
        return Problem(field, "missing")
    return Problem(field, kind, (("text", texts[field][:40]),))


def _not_printable(texts: Mapping[str, str]) -> Iterator[Problem]:
    for field in ("name", "address"):
        try:
            check_printable(texts[field])
        except NameNotPrintable as refusal:
            yield Problem(field, "unprintable", (("characters", refusal.characters),))


@lru_cache(maxsize=4_096)
def _hours(opens: str, closes: str, days_text: str) -> tuple[OpeningHours, tuple[Problem, ...]]:
    """Both times empty: never closed. One day's name or a stretch of days, or several; empty: every day."""
    texts = {"opens": opens, "closes": closes, "days": days_text}
    days = read_days(days_text)
    problems = [] if days is not None else [_unlike("days", "days", texts)]
    if not opens and not closes and days in (None, set(range(7))):
        return OpeningHours(), tuple(problems)
    first, last = minutes_of_day(opens), minutes_of_day(closes)
    times = (("opens", first), ("closes", last))
    problems += [_unlike(field, "time", texts) for field, minutes in times if minutes is None]
    if first is None or last is None or days is None:
        return OpeningHours(), tuple(problems)
    opening = Hours(first, last if last > first else last + MINUTES_A_DAY)
    return OpeningHours(tuple((opening,) if day in days else () for day in range(7))), ()


def _position(texts: Mapping[str, str], problems: list[Problem]) -> Position | None:
    found: dict[str, float] = {}
    for field in ("latitude", "longitude"):
        if _NUMBER.fullmatch(texts[field]):
            found[field] = float(texts[field].replace(",", "."))
        elif texts[field]:
            problems.append(_unlike(field, "degrees", texts))
        elif texts["latitude"] or texts["longitude"]:
            problems.append(Problem(field, "missing"))
    if len(found) < 2:  # noqa: PLR2004 - both or neither
        return None
    latitude, longitude = found["latitude"], found["longitude"]
    if abs(latitude) > _POLE >= abs(longitude):
        problems.append(Problem("latitude", "swapped"))
        return None
    return Position(latitude, longitude)
