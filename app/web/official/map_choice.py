"""What the address of the map asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Query

from app.domain.counts import read_count, read_day
from app.domain.windows import A_WEEK, LONGEST_WINDOW
from app.usecases.map_view import Asked

SORTS: Final = ("name", "cases", "before", "change")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for; what makes no sense is named and left out."""

    asked: Asked
    sort: str = "cases"
    descending: bool = True
    text: str = ""
    """Part of a ward's name or code."""
    unreadable_day: str = ""

    def address(self, path: str, lang: Mapping[str, str], **changed: object) -> str:
        """The address of this choice with some of it changed, under `path`."""
        values: dict[str, object] = {
            "disease": self.asked.disease,
            "until": self.asked.until,
            "days": self.asked.days if self.asked.days != A_WEEK else None,
            "sort": self.sort if self.sort != "cases" else None,
            "order": None if self.descending == falls_at_first(self.sort) else order_word(self.descending),
            "q": self.text or None,
        } | changed
        query = urlencode({name: value for name, value in values.items() if value is not None} | dict(lang))
        return f"{path}?{query}" if query else path


Short = Annotated[str, Query(max_length=60)]


def _choice(
    disease: Short = "",
    until: Short = "",
    days: Short = "",
    sort: Short = "cases",
    order: Short = "",
    q: Short = "",
) -> Choice:
    day, length = read_day(until.strip()), read_count(days)
    by = sort if sort in SORTS else "cases"
    return Choice(
        Asked(disease or None, day, min(max(length or A_WEEK, 1), LONGEST_WINDOW)),
        by,
        falls_at_first(by) if order not in {"up", "down"} else order == "down",
        q.strip(),
        until if until.strip() and day is None else "",
    )


Chosen = Annotated[Choice, Depends(_choice)]


def falls_at_first(by: str) -> bool:
    """Numbers are first sorted from the largest, names from A."""
    return by != "name"


def order_word(descending: bool) -> str:  # noqa: FBT001 - a direction
    """A direction as addresses say it."""
    return "down" if descending else "up"
