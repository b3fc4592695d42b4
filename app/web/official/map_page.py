"""The page around the map: the figures at its top, its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from fastapi import Request

from app.domain.text import collation_key, fold
from app.domain.windows import Window
from app.usecases.map_view import Asked, MapView, WardNumbers
from app.web import words
from app.web.map_words import window_words
from app.web.official.map_choice import Choice, falls_at_first, order_word

MAP: Final = "/official/map"
WINDOWS: Final = (7, 14, 28)


def page_values(request: Request, view: MapView, choice: Choice) -> dict[str, Any]:
    """What the template shows beside the frame."""
    lang = words.language(request)
    _ = words.gettext(lang)
    kept = {"lang": lang} if "lang" in request.query_params else {}
    fixed = replace(choice, asked=Asked(view.disease, view.window.last, view.window.days))
    return {
        "view": view,
        "choice": choice,
        "disease": view.called(view.disease, lang),
        "diseases": [(slug, view.called(slug, lang)) for slug in view.diseases],
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
        down = not choice.descending if chosen else falls_at_first(by)
        order = None if down == falls_at_first(by) else order_word(down)
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
