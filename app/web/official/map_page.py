"""The page around the map: what its address says, the figures at its top, its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from app.domain.counts import A_WEEK, LONGEST_WINDOW, Window, read_count, read_day
from app.domain.text import collation_key, fold
from app.usecases.view_map import Asked, MapView, WardNumbers
from app.web import words
from app.web.map_words import window_words
from app.web.official.case_words import DISEASES

MAP: Final = "/official/map"
WINDOWS: Final = (7, 14, 28)
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
            "order": None if self.descending == _falls_at_first(self.sort) else _order(self.descending),
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
        Asked(disease if disease in DISEASES else None, day, min(max(length or A_WEEK, 1), LONGEST_WINDOW)),
        by,
        _falls_at_first(by) if order not in {"up", "down"} else order == "down",
        q.strip(),
        until if until.strip() and day is None else "",
    )


Chosen = Annotated[Choice, Depends(_choice)]


def page_values(request: Request, view: MapView, choice: Choice) -> dict[str, Any]:
    """What the template shows beside the frame."""
    lang = words.language(request)
    _ = words.gettext(lang)
    kept = {"lang": lang} if "lang" in request.query_params else {}
    fixed = replace(choice, asked=Asked(view.disease, view.window.last, view.window.days))
    return {
        "view": view,
        "choice": choice,
        "disease": _(DISEASES.get(view.disease, view.disease)),
        "diseases": [(slug, _(DISEASES.get(slug, slug))) for slug in view.diseases],
        "window": window_words(view, _),
        "lengths": [(str(n), _("%(n)s days", n=n)) for n in sorted({*WINDOWS, view.window.days})],
        "rows": sorted_rows(view, choice),
        "columns": _columns(fixed, view, kept, _),
        "steps": _steps(fixed, view, kept),
        "frame_address": fixed.address(f"{MAP}/frame", kept, sort=None, order=None, q=None),
        "csv_address": fixed.address(f"{MAP}/cases.csv", kept, sort=None, order=None, q=None),
        "clear_address": fixed.address(MAP, kept, q=None),
        "folded": fold,
        "signed": lambda n: ("+" if n > 0 else "\u2212" if n < 0 else "") + words.number(abs(n), lang),
        "with_cases": sum(1 for ward in view.wards if ward.shown.now),
        "day": words.calendar,
        "kept": kept,
    }


def sorted_rows(view: MapView, choice: Choice) -> list[WardNumbers]:
    """The wards that the search finds; hidden numbers always below all that are shown, by name."""
    wanted = fold(choice.text)
    found = [
        ward for ward in view.wards if wanted in fold(ward.area.name) or ward.area.code.startswith(wanted)
    ]
    found.sort(key=lambda ward: collation_key(ward.area.name))
    if choice.sort == "name":
        return found[::-1] if choice.descending else found
    known = [ward for ward in found if _number(ward, choice.sort) is not None]
    known.sort(key=lambda ward: _number(ward, choice.sort) or 0, reverse=choice.descending)
    return known + [ward for ward in found if _number(ward, choice.sort) is None]


def _number(ward: WardNumbers, by: str) -> int | None:
    return {"cases": ward.shown.now, "before": ward.shown.before, "change": ward.change}[by]


def _columns(
    choice: Choice, view: MapView, kept: Mapping[str, str], _: words.Gettext
) -> list[dict[str, object]]:
    labels = {
        "name": _("Ward"),
        "cases": _("Cases"),
        "before": _("%(n)s days before", n=view.window.days),
        "change": _("Change"),
    }
    columns: list[dict[str, object]] = []
    for by, label in labels.items():
        chosen = by == choice.sort
        down = not choice.descending if chosen else _falls_at_first(by)
        order = None if down == _falls_at_first(by) else _order(down)
        href = choice.address(MAP, kept, sort=by if by != "cases" else None, order=order) + "#table"
        column: dict[str, object] = {"label": label, "numeric": by != "name", "href": href}
        if chosen:
            column["sort"] = "descending" if choice.descending else "ascending"
        columns.append(column)
    return columns


def _steps(choice: Choice, view: MapView, kept: Mapping[str, str]) -> dict[str, str]:
    """Addresses of the window before, the one after and the newest; empty where there is nothing to see."""
    if view.first_day is None or view.last_day is None:
        return {"earlier": "", "later": "", "newest": ""}
    known = Window(view.first_day, view.last_day)
    steps = {"earlier": view.window.moved(-1), "later": view.window.moved(1)}
    addresses = {
        name: choice.address(MAP, kept, until=window.last) if window.overlaps(known) else ""
        for name, window in steps.items()
    }
    newest = choice.address(MAP, kept, until=known.last) if known.last != view.window.last else ""
    return addresses | {"newest": newest}


def _falls_at_first(by: str) -> bool:
    """Numbers are first sorted from the largest, names from A."""
    return by != "name"


def _order(descending: bool) -> str:  # noqa: FBT001 - a direction
    return "down" if descending else "up"
