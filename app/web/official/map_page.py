"""The page around a map: its controls, the addresses of everything on it, and its table in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request

from app.domain.officials import Official
from app.domain.text import collation_key, fold
from app.usecases.map_view import Asked
from app.web import words
from app.web.official.map_choice import NAME, Choice, falls_at_first, order_word
from app.web.official.map_kinds import kinds_for
from app.web.official.map_sheet import MapSheet, TableRow

MAP: Final = "/official/map"
LISTED: Final = 500
"""Rows of a table: more than anybody reads, few enough to send; the search looks through all."""
WINDOWS: Final = (7, 14, 28)
FILES: Final = (
    *((form, f"file.{form}", None) for form in ("png", "pdf", "svg", "csv", "geojson", "gpkg")),
    ("png 16:9", "file.png", "wide"),
)
"""How each file is called, its address, and the sheet that it is drawn on."""


def page_values(request: Request, official: Official, sheet: MapSheet, choice: Choice) -> dict[str, Any]:
    """What the template shows beside the frame."""
    lang = words.language(request)
    _ = words.gettext(lang)
    kept = {"lang": lang} if "lang" in request.query_params else {}
    fixed = replace(choice, asked=sheet.asked)
    bare: dict[str, object] = {"sort": None, "order": None, "q": None}
    earlier, later, newest = (_there(fixed, step, kept) for step in sheet.steps)
    rows = in_order(sheet, choice)
    lengths = sorted({*sheet.windows, sheet.asked.days}) if len(sheet.windows) > 1 else []
    return {
        "sheet": sheet,
        "choice": choice,
        "kinds": [
            (
                Choice(sheet.asked, kind.slug if kind.slug != "incidence" else "").address(MAP, kept),
                _(kind.name),
                kind.slug == (choice.map or "incidence"),
            )
            for kind in kinds_for(official)
        ],
        "lengths": [(str(n), _("%(n)s days", n=n) if n > 1 else _("1 day")) for n in lengths],
        "rows": rows[:LISTED],
        "not_listed": len(rows[LISTED:]),
        "columns": _columns(fixed, sheet, kept),
        "steps": {"earlier": earlier, "later": later, "newest": newest},
        "frame_address": fixed.address(f"{MAP}/frame", kept, **bare),
        "files": [
            (called, fixed.address(f"{MAP}/{name}", kept, paper=paper, **bare))
            for called, name, paper in FILES
        ],
        "clear_address": fixed.address(MAP, kept, q=None),
        "hidden": _hidden(fixed, kept),
        "folded": fold,
        "elsewhere": [(_in_language(address, kept), text) for address, text in sheet.elsewhere],
        "plain": lambda columns: [{"label": one.label, "numeric": one.numeric} for one in columns],
        "day": words.calendar,
        "kept": kept,
    }


def in_order(sheet: MapSheet, choice: Choice) -> list[TableRow]:
    """The rows that the search finds, as the address orders them; what is not known always comes last."""
    wanted = fold(choice.text)
    found = [
        row for row in sheet.rows if wanted in fold(row.name) or (wanted and row.code.startswith(wanted))
    ]
    slugs = [column.slug for column in sheet.columns]
    if choice.sort not in slugs:
        return found
    found.sort(key=lambda row: collation_key(row.name))
    if choice.sort == NAME:
        return found[::-1] if choice.descending else found
    at = slugs.index(choice.sort) - 1
    known = [row for row in found if row.cells[at].key is not None]
    known.sort(key=lambda row: row.cells[at].key or 0, reverse=choice.descending)
    return known + [row for row in found if row.cells[at].key is None]


def _columns(choice: Choice, sheet: MapSheet, kept: Mapping[str, str]) -> list[dict[str, object]]:
    columns: list[dict[str, object]] = []
    for column in sheet.columns:
        chosen = column.slug == choice.sort
        down = not choice.descending if chosen else falls_at_first(column.slug)
        order = None if down == falls_at_first(column.slug) else order_word(down)
        href = choice.address(MAP, kept, sort=column.slug, order=order) + "#table"
        made: dict[str, object] = {"label": column.label, "numeric": column.numeric, "href": href}
        if chosen:
            made["sort"] = "descending" if choice.descending else "ascending"
        columns.append(made)
    return columns


def _in_language(address: str, kept: Mapping[str, str]) -> str:
    path, hash_sign, part = address.partition("#")
    between = "&" if "?" in path else "?"
    return path + (between + urlencode(kept) if kept else "") + hash_sign + part


def _there(choice: Choice, asked: Asked | None, kept: Mapping[str, str]) -> str:
    return "" if asked is None else replace(choice, asked=asked).address(MAP, kept)


def _hidden(choice: Choice, kept: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What each form on the page must carry along, so that choosing one thing forgets nothing else."""
    base = {"map": choice.map, **kept}
    days = {
        "disease": choice.asked.disease or "",
        "until": str(choice.asked.until),
        "days": str(choice.asked.days),
    }
    return {
        "choice": {name: value for name, value in base.items() if value},
        "search": {name: value for name, value in (base | days | dict(choice.options)).items() if value},
    }
