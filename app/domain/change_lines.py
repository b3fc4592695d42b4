"""Lines of old ward, new ward, share and day: every problem kept with its line."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Final

from app.domain.counts import read_day
from app.domain.errors import FileProblem, Problem
from app.domain.file_problems import FileProblems
from app.domain.sheet_columns import find_columns, in_its_words
from app.domain.sheets import Sheet
from app.domain.ward_changes import Change, WardChanges

NAMES: Final = {
    "old_code": ("old code", "old ward code", "old", "ma cu", "ma phuong cu", "ma xa cu"),
    "new_code": ("new code", "new ward code", "new", "ma moi", "ma phuong moi", "ma xa moi"),
    "share": ("share", "ty le"),
    "from": ("from", "valid from", "changed on", "tu ngay", "hieu luc tu"),
}
"""What each column may be called, upper or lower case, with or without diacritics."""
_CODE: Final = re.compile(r"[0-9A-Za-z._-]{1,16}")
_SHARE: Final = re.compile(r"1(?:[.,]0+)?|0?[.,]\d+")
_ROUNDING: Final = 0.011
"""Shares written with two digits: three thirds add up to 0.99."""

Numbered = tuple[int, Change]


def read_changes(sheet: Sheet, changed_on: date | None = None) -> list[Change]:
    """The changes of a table; `changed_on` for lines that name no day.

    Raises:
        FileRefused: everything that is wrong with it, by line.
    """
    at = find_columns(sheet.header, NAMES, needed=("old_code", "new_code"))
    problems, found, blank = FileProblems(), list[Numbered](), set[int]()
    problems.take(sheet.problems)
    for line in sheet.lines:
        said = {field: line.cell(place) for field, place in at.items()}
        wrong = [FileProblem(line.number, problem) for problem in _problems(said)]
        problems.add(*wrong)
        if not wrong:
            share = float((said.get("share") or "1").replace(",", "."))
            on = read_day(said["from"]) if said.get("from") else changed_on
            found.append((line.number, Change(said["old_code"], said["new_code"], share, on)))
            if not said.get("share"):
                blank.add(line.number)
    if not problems:
        problems.add(*_divided(found, blank), *circles([change for _, change in found]))
    if problems or not found:
        raise problems.refused(lambda problem: in_its_words(problem, sheet.header, at))
    return [change for _, change in found]


def circles(changes: list[Change]) -> list[FileProblem]:
    """Codes that lead back to themselves."""
    return [
        FileProblem(None, Problem("", "codes_circle", (("codes", " → ".join((*ring, ring[0]))),)))
        for ring in WardChanges(changes).circles()
    ]


def _problems(said: dict[str, str]) -> Iterator[Problem]:
    for field in ("old_code", "new_code"):
        if not said[field]:
            yield Problem(field, "missing")
        elif not _CODE.fullmatch(said[field]):
            yield Problem(field, "code_form", (("text", said[field][:40]),))
    share = said.get("share")
    if share and (not _SHARE.fullmatch(share) or float(share.replace(",", ".")) == 0):
        yield Problem("share", "ward_share", (("text", share[:40]),))
    if said.get("from") and read_day(said["from"]) is None:
        yield Problem("from", "not_a_day", (("text", said["from"][:40]),))


def _divided(found: list[Numbered], blank: set[int]) -> Iterator[FileProblem]:
    """A divided ward says how; the shares of every ward add up to one; no line stands twice."""
    groups: defaultdict[tuple[str, date | None], list[Numbered]] = defaultdict(list)
    for line, change in found:
        groups[change.old, change.changed_on].append((line, change))
    for (old, _), group in groups.items():
        first: dict[str, int] = {}
        parts = len({change.new for _, change in group})
        for line, change in group:
            if change.new in first:
                before = (("code", old), ("line", first[change.new]))
                yield FileProblem(line, Problem("old_code", "change_repeated", before))
            elif parts > 1 and line in blank:
                yield FileProblem(line, Problem("share", "share_missing", (("code", old),)))
            first.setdefault(change.new, line)
        total = math.fsum(change.share for _, change in group)
        if (
            len(first) == len(group)
            and not blank & {line for line, _ in group}
            and abs(total - 1) > _ROUNDING
        ):
            values = (("code", old), ("total", f"{total:g}"))
            yield FileProblem(group[0][0], Problem("share", "shares_sum", values))
