"""Counts of cases by day and ward: how they are read, and which of two sources counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.windows import Window

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DIGITS: Final = re.compile(r"[0-9]{1,7}")

WardDay = tuple[str, date]


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many cases one ward had on one day."""

    ward: str
    day: date
    cases: int


def read_day(text: str) -> date | None:
    """2021-07-13 or 13/07/2021 (day first, as in Viet Nam); None for anything else."""
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif day_first := _DAY_FIRST.fullmatch(text):
        day, month, year = day_first.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_count(text: str) -> int | None:
    """Digits alone; None for a sign, a fraction or a separator, which could mean either."""
    return int(text) if _DIGITS.fullmatch(text) else None


def read_ward(text: str, known: set[str]) -> str | None:
    """The official code that a cell means, or None.

    Spreadsheets drop leading zeros. Where every known code has the same length, digits that are a known
    code once the zeros are back can mean no other; the caller says that it read them so.
    """
    if text in known:
        return text
    lengths = {len(code) for code in known}
    if len(lengths) == 1 and text.isascii() and text.isdigit():
        restored = text.zfill(*lengths)
        return restored if restored in known else None
    return None


def larger(one: Mapping[WardDay, int], other: Mapping[WardDay, int]) -> dict[WardDay, int]:
    """For each ward and day the larger of two counts.

    Imported counts and this system's own case files are two views of the same people: adding them would
    count many twice, and preferring one would lose whom only the other knows.
    """
    return {key: max(one.get(key, 0), other.get(key, 0)) for key in one.keys() | other.keys()}


def by_ward(counts: Mapping[WardDay, int], window: Window) -> dict[str, int]:
    """Cases of each ward over a window; wards without any are left out."""
    totals: dict[str, int] = {}
    for (ward, day), cases in counts.items():
        if window.first <= day <= window.last:
            totals[ward] = totals.get(ward, 0) + cases
    return totals
