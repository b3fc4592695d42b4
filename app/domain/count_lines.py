"""Lines of day, ward and cases: read one after the other, every problem kept with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from app.domain import counts as rules
from app.domain.counts import DayCount, WardDay
from app.domain.errors import FileProblem, Problem
from app.domain.file_problems import FileProblems
from app.domain.sheet_columns import find_columns, header_key, in_its_words
from app.domain.sheets import Line, Sheet
from app.domain.ward_changes import Followed

NAMES: Final = {
    "date": ("date", "day", "report date", "date reported", "ngay", "ngay bao cao", "ngay cong bo"),
    "ward_code": ("ward code", "area code", "code", "ma phuong", "ma xa", "ma phuong xa", "ma dia ban", "ma"),
    "cases": ("cases", "new cases", "count", "so ca", "so ca mac", "so ca benh", "so ca moi", "ca mac"),
}
"""What each column may be called, upper or lower case, with or without diacritics."""
_PLACES: Final = ("ward", "commune", "district", "phuong", "xa", "quan", "huyen", "khu pho")
_EARLIEST: Final = date(1900, 1, 1)
_MOST_CODES: Final = 100_000
"""Ten times the wards of a country."""


def codes_and_days(sheet: Sheet, columns: Mapping[str, str]) -> tuple[set[str], list[date]]:
    """The texts that stand as ward codes, and the readable days in order, before any line is judged.

    Of a column that holds no codes only the first hundred thousand texts: its lines are refused anyway.

    Raises:
        FileRefused: a column is missing, or two claim to be the same.
    """
    at = find_columns(sheet.header, NAMES, needed=NAMES, chosen=columns)
    codes, days, read_day = set[str](), set[date | None](), lru_cache(rules.read_day)
    for line in sheet.lines:
        days.add(read_day(line.cell(at["date"])))
        if len(codes) < _MOST_CODES:
            codes.add(line.cell(at["ward_code"]))
    return codes - {""}, sorted(day for day in days if day is not None)


class CountReader:
    """Reads line after line, keeping what is wrong and what was added up."""

    def __init__(
        self,
        sheet: Sheet,
        codes: Mapping[str, Followed] | Iterable[str],
        columns: Mapping[str, str],
        *,
        today: date,
    ) -> None:
        """`codes` are those that the file may use, and where each leads; to itself where that is not said."""
        self.sheet, self.today = sheet, today
        self.leads = codes if isinstance(codes, Mapping) else {c: Followed(c, divided=False) for c in codes}
        self.known = set(self.leads)
        self.at = find_columns(sheet.header, NAMES, needed=NAMES, chosen=columns)
        self.places = [
            i
            for i, name in enumerate(sheet.header)
            if i not in self.at.values() and header_key(name).startswith(_PLACES)
        ]
        self.problems = FileProblems()
        self.problems.take(sheet.problems)
        self.totals: dict[WardDay, int] = {}
        self.first_line: dict[tuple[WardDay, tuple[str, ...]], int] = {}
        self.restored: dict[str, str] = {}
        self.converted = 0
        """Lines whose cases went to a ward of another code."""
        self.divided: set[str] = set()

    def read(self, line: Line) -> None:
        """One line: its count is added to its ward's day, or its problems to the others."""
        texts = {field: line.cell(place) for field, place in self.at.items()}
        wrong = [FileProblem(line.number, problem) for problem in self._problems(texts)]
        self.problems.add(*wrong)
        if wrong:
            return
        day, ward = rules.read_day(texts["date"]), rules.read_ward(texts["ward_code"], self.known)
        cases = rules.read_count(texts["cases"])
        assert day is not None and ward is not None and cases is not None  # noqa: S101, PT018 - checked above
        if ward != texts["ward_code"]:
            self.restored[texts["ward_code"]] = ward
        place = (ward, *(line.cell(i) for i in self.places))
        lead = self.leads[ward]
        if lead.divided:
            self.divided.add(ward)
        self.converted += lead.code != ward
        first = self.first_line.setdefault(((lead.code, day), place), line.number)
        if first != line.number:
            values = (("line", first), ("ward", ward), ("day", f"{day:%d/%m/%Y}"))
            self.problems.add(FileProblem(line.number, Problem("ward_code", "repeated", values)))
        self.totals[lead.code, day] = self.totals.get((lead.code, day), 0) + cases

    def _problems(self, texts: Mapping[str, str]) -> Iterator[Problem]:
        day = rules.read_day(texts["date"])
        if not texts["date"]:
            yield Problem("date", "missing")
        elif day is None or day < _EARLIEST:
            yield Problem("date", "not_a_day", (("text", texts["date"][:40]),))
        elif day > self.today:
            yield Problem("date", "future")
        if not texts["ward_code"]:
            yield Problem("ward_code", "missing")
        elif rules.read_ward(texts["ward_code"], self.known) is None:
            yield Problem("ward_code", "ward_unknown", (("text", texts["ward_code"][:40]),))
        if not texts["cases"]:
            yield Problem("cases", "missing")
        elif rules.read_count(texts["cases"]) is None:
            yield Problem("cases", "not_a_count", (("text", texts["cases"][:40]),))

    def result(self) -> list[DayCount]:
        """The counts by ward and day.

        Raises:
            FileRefused: anything was wrong, or there was nothing.
        """
        if self.problems or not self.totals:
            raise self.problems.refused(lambda found: in_its_words(found, self.sheet.header, self.at))
        return [DayCount(ward, day, cases) for (ward, day), cases in sorted(self.totals.items())]

    def notes(self) -> Iterator[FileProblem]:
        """What was read in a way that the person should know of."""
        if self.sheet.encoding == "cp1258":
            yield FileProblem(None, Problem("", "read_as_1258"))
        for text, ward in self.restored.items():
            yield FileProblem(None, Problem("ward_code", "zeros_restored", (("text", text), ("code", ward))))
        if self.converted:
            yield FileProblem(None, Problem("ward_code", "codes_converted", (("lines", self.converted),)))
        if self.divided:
            codes = ", ".join(sorted(self.divided))
            yield FileProblem(None, Problem("ward_code", "codes_divided", (("codes", codes),)))
        if parts := len(self.first_line) - len(self.totals):
            by_code = [self.at["ward_code"]] if self.converted else []
            names = ", ".join(self.sheet.header[i] for i in (*by_code, *self.places))
            yield FileProblem(None, Problem("", "parts_added", (("lines", parts), ("columns", names))))
