"""What the address of the map asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from app.domain.counts import read_count, read_day
from app.domain.windows import A_WEEK, LONGEST_WINDOW
from app.usecases.map_view import Asked

OPTIONS: Final = ("measure", "decision", "outbreak", "district", "size")
"""What only some kinds of map ask: see `map_sheet.Select`."""
NAME: Final = "name"
"""The slug of every table's first column."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for; what makes no sense is named and left out."""

    asked: Asked
    map: str = ""
    sort: str = ""
    """Slug of a column; empty is the table's own order."""
    descending: bool = True
    text: str = ""
    """Part of a place's name or code."""
    unreadable_day: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def address(self, path: str, lang: Mapping[str, str], **changed: object) -> str:
        """The address of this choice with some of it changed, under `path`; None leaves something out."""
        values: dict[str, object] = {
            "map": self.map or None,
            "disease": self.asked.disease,
            "until": self.asked.until,
            "days": self.asked.days if self.asked.days != A_WEEK else None,
            **self.options,
            "sort": self.sort or None,
            "order": None if self.descending == falls_at_first(self.sort) else order_word(self.descending),
            "q": self.text or None,
        } | changed
        query = urlencode({name: value for name, value in values.items() if value is not None} | dict(lang))
        return f"{path}?{query}" if query else path

    def option(self, name: str) -> str:
        """What was chosen of a control of this kind of map; empty where nothing was."""
        return self.options.get(name, "")


Short = Annotated[str, Query(max_length=60)]


def _choice(
    request: Request,
    map: Short = "",  # noqa: A002 - the word in the address
    disease: Short = "",
    until: Short = "",
    days: Short = "",
    sort: Short = "",
    order: Short = "",
    q: Short = "",
) -> Choice:
    day, length = read_day(until.strip()), read_count(days)
    given = {name: request.query_params.get(name, "")[:60] for name in OPTIONS}
    return Choice(
        Asked(disease or None, day, min(max(length or A_WEEK, 1), LONGEST_WINDOW)),
        map,
        sort,
        falls_at_first(sort) if order not in {"up", "down"} else order == "down",
        q.strip(),
        until if until.strip() and day is None else "",
        {name: value for name, value in given.items() if value},
    )


Chosen = Annotated[Choice, Depends(_choice)]


def falls_at_first(by: str) -> bool:
    """Numbers are first sorted from the largest, names from A."""
    return by != NAME


def order_word(descending: bool) -> str:  # noqa: FBT001 - a direction
    """A direction as addresses say it."""
    return "down" if descending else "up"
