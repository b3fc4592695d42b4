"""A spreadsheet of venues as people fill it in: either language, either decimal sign, any name of a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Final

from app.domain.errors import FileProblem, InputRefused, NameNotPrintable, Problem
from app.domain.opening_hours import MINUTES_A_DAY, Hours, OpeningHours
from app.domain.positions import Position
from app.domain.registrations import register
from app.domain.sheet_columns import find_columns, in_its_words
from app.domain.sheets import Line, read_sheet
from app.domain.spaces import Ventilation
from app.domain.text import fold
from app.domain.venue_files import VenueFile, VenueLine
from app.domain.venue_kinds import VenueKind
from app.usecases.check_printable import check_printable
from app.web.forms import minutes_of_day, phone_number, whole_number
from app.web.kinds import VENTILATIONS, VENUE_KINDS
from app.web.venue_columns import AIR_IN_VIETNAMESE, KINDS_IN_VIETNAMESE, NAMES, NEEDED, read_days
from app.web.words import LANGUAGES, gettext

_NUMBER: Final = re.compile(r"-?\d{1,3}(?:[.,]\d+)?", re.ASCII)
_POLE: Final = 90


def read_venues(data: bytes, encoding: str | None = None) -> VenueFile:
    """Every line as a registration, or what is wrong with it.

    Raises:
        FileRefused: it cannot be read as a table at all, or needed columns are missing.
    """
    sheet = read_sheet(data, encoding)
    at = find_columns(sheet.header, NAMES, needed=NEEDED)
    kinds, air = _kinds(), _air()
    lines, problems, notes = [], list(sheet.problems), []
    for line in sheet.lines:
        texts = {field: line.cell(at.get(field)) for field in NAMES}
        try:
            lines.append(_line(line, texts, kinds, air))
        except InputRefused as refused:
            found = [FileProblem(line.number, problem) for problem in refused.problems]
            problems += [in_its_words(problem, sheet.header, at) for problem in found]
    if sheet.encoding == "cp1258":
        notes.append(FileProblem(None, Problem("", "read_as_1258")))
    if left_out := [name for i, name in enumerate(sheet.header) if i not in at.values() and name]:
        notes.append(FileProblem(None, Problem("", "columns_unused", (("columns", ", ".join(left_out)),))))
    names = frozenset(fold(line.cell(at["name"])) for line in sheet.lines)
    return VenueFile(sha256(data).digest(), tuple(lines), names, tuple(problems), tuple(notes))


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
    kind = kinds.get(fold(texts["kind"]))
    if kind is None:
        problems.append(_unlike("kind", "kind_unknown", texts))
    capacity = whole_number(texts["capacity"].removesuffix(".0").removesuffix(",0"))
    if capacity is None:
        problems.append(_unlike("capacity", "number", texts))
    hours = _hours(texts, problems)
    position = _position(texts, problems)
    ventilation = air.get(fold(texts["ventilation"]))
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


def _hours(texts: Mapping[str, str], problems: list[Problem]) -> OpeningHours:
    """Both times empty: never closed. One day's name or a stretch of days, or several; empty: every day."""
    days = read_days(texts["days"])
    if days is None:
        problems.append(_unlike("days", "days", texts))
    if not texts["opens"] and not texts["closes"] and days in (None, set(range(7))):
        return OpeningHours()
    times = {field: minutes_of_day(texts[field]) for field in ("opens", "closes")}
    problems += [_unlike(field, "time", texts) for field, minutes in times.items() if minutes is None]
    opens, closes = times["opens"], times["closes"]
    if opens is None or closes is None or days is None:
        return OpeningHours()
    opening = Hours(opens, closes if closes > opens else closes + MINUTES_A_DAY)
    return OpeningHours(tuple((opening,) if day in days else () for day in range(7)))


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
