"""Which larger area each ward belongs to: a former district, by a column of the boundaries or by a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.errors import FileProblem, FileRefused, Problem
from app.domain.sheet_columns import find_columns, in_its_words
from app.domain.sheets import Sheet

NAMES: Final = {
    "code": ("code", "ward code", "area code", "ma phuong", "ma xa", "ma phuong xa", "ma"),
    "parent_code": ("parent code", "district code", "ma quan", "ma huyen", "ma quan huyen"),
    "parent_name": ("parent name", "district", "district name", "ten quan", "ten huyen", "ten quan huyen"),
    "parent_name_en": ("parent name en", "district name en", "district en"),
}
"""What each column may be called, upper or lower case, with or without diacritics."""
_NEEDED: Final = ("code", "parent_code", "parent_name")
_CODE: Final = re.compile(r"[0-9A-Za-z._-]{1,16}")
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Parent:
    """A larger area that wards belong to; its code is what officials' jurisdictions name."""

    code: str
    name: str
    name_en: str


def read_parents(sheet: Sheet) -> dict[str, Parent]:
    """The parent of each ward of a table; wards without a line have none.

    Raises:
        FileRefused: everything that is wrong with it, by line.
    """
    at = find_columns(sheet.header, NAMES, needed=_NEEDED)
    problems, found, known = list(sheet.problems), dict[str, Parent](), dict[str, Parent]()
    for line in sheet.lines:
        said = {field: line.cell(place) for field, place in at.items()}
        parent = Parent(
            said["parent_code"],
            _nfc(said["parent_name"]),
            _nfc(said.get("parent_name_en") or said["parent_name"]),
        )
        wrong = [
            FileProblem(line.number, problem) for problem in _problems(said["code"], parent, found, known)
        ]
        problems += wrong
        if not wrong:
            found[said["code"]] = known[parent.code] = parent
    if problems or not found:
        problems = problems or [FileProblem(None, Problem("", "no_lines"))]
        raise FileRefused([in_its_words(problem, sheet.header, at) for problem in problems])
    return found


def unusable(parent: Parent) -> Iterator[Problem]:
    """What is wrong with the code and the names of a parent."""
    if not _CODE.fullmatch(parent.code):
        yield Problem("parent_code", "parent_code_form", (("text", parent.code[:40]),))
    for field, name in (("parent_name", parent.name), ("parent_name_en", parent.name_en)):
        if not name:
            yield Problem(field, "missing")
        elif len(name) > _LONGEST_NAME:
            yield Problem(field, "too_long", (("longest", _LONGEST_NAME),))
        elif any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in name):
            yield Problem(field, "unshowable", (("text", ascii(name[:40])),))


def _problems(
    ward: str, parent: Parent, found: Mapping[str, Parent], known: Mapping[str, Parent]
) -> Iterator[Problem]:
    if not ward:
        yield Problem("code", "missing")
    elif ward in found:
        yield Problem("code", "two_parents", (("ward", ward), ("code", found[ward].code)))
    yield from unusable(parent)
    if (before := known.get(parent.code)) is not None and before != parent:
        yield Problem("parent_name", "two_names", (("code", parent.code), ("name", before.name)))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
