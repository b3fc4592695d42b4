"""The figures and the table of a map of risk levels."""

from __future__ import annotations

from app.usecases.view_levels_map import LevelsView, WardLevel, Why
from app.web import words
from app.web.map_words import window_words
from app.web.official import map_incidence
from app.web.official.level_words import level_noun
from app.web.official.map_sheet import Cell, MapRequest, TableRow
from app.web.words import calendar


def facts(view: LevelsView, ask: MapRequest) -> list[tuple[str, str]]:
    """The figures at the top: the decision, and how many wards are on each level."""
    _, seen, decision = ask._, view.numbers, view.decision
    made = [(_("Disease"), seen.called(seen.disease, ask.lang)), (_("Day"), calendar(seen.window.last))]
    if decision is None:
        return made
    made.append((_("Decision"), decision.number))
    if decision.rate is not None:
        made.append((_("Days counted"), window_words(seen.window, _)))
    of_level = view.of_level
    made += [
        (f"{level_noun(decision, ask)} {one.number}", _("Wards: %(n)s", n=of_level[one.number]))
        for one in decision.levels
    ]
    if without := sum(view.without.values()):
        made.append((_("Without a level"), _("Wards: %(n)s", n=without)))
    return made


def table_rows(view: LevelsView, ask: MapRequest) -> list[TableRow]:
    """A row for every ward, the highest level first; those without one below. None without a decision."""
    if view.decision is None:
        return []
    ordered = sorted(
        view.wards,
        key=lambda ward: (-(ward.level or 0), -(ward.numbers.rate or 0.0), ward.numbers.area.code),
    )
    return [
        TableRow(ward.numbers.area.code, ward.numbers.area.name, _cells(ward, view, ask)) for ward in ordered
    ]


def _cells(ward: WardLevel, view: LevelsView, ask: MapRequest) -> tuple[Cell, ...]:
    _, numbers, none = ask._, ward.numbers, Cell(map_incidence.DASH)
    hidden = Cell(_("fewer than %(k)s", k=view.numbers.k))
    cases = none
    if view.numbers.has_data:
        now = numbers.shown.now
        cases = hidden if now is None else Cell(words.number(now, ask.lang), now)
    no_level = _("population too small") if ward.why is Why.UNRELIABLE else reason(ward, ask)
    level = Cell(no_level or map_incidence.DASH) if ward.level is None else Cell(str(ward.level), ward.level)
    rate = numbers.rate if view.numbers.has_data else None
    return level, none if rate is None else Cell(words.number(round(rate, 1), ask.lang), rate), cases


def reason(ward: WardLevel, ask: MapRequest) -> str:
    """Why a ward has no level; empty where the legend says it."""
    _ = ask._
    return {
        Why.NOT_SET: _("No level was entered"),
        Why.NOT_ESTABLISHED: _("This case of the decision is not in the data"),
        Why.NO_DATA: _("No data"),
    }.get(ward.why, "")
