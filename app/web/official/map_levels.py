"""Risk levels by ward, by the decision in force on the last day: a digit and a colour together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.risk_decisions import RiskDecision
from app.usecases.draw_map import ground
from app.usecases.map_view import Asked
from app.usecases.view_levels_map import LevelsView, WardLevel, Why, view_levels_map
from app.web.map_words import map_words
from app.web.official import map_incidence
from app.web.official.level_words import level_label, level_noun
from app.web.official.map_choice import NAME
from app.web.official.map_level_remarks import below, decision_notes, remarks
from app.web.official.map_level_rows import facts, reason, table_rows
from app.web.official.map_sheet import Column, MapRequest, MapSheet, Select
from app.web.words import calendar

if TYPE_CHECKING:
    import maps


def sheet(ask: MapRequest) -> MapSheet:
    """The map, its figures and its table."""
    _, option = ask._, ask.choice.option("decision")
    view = view_levels_map(ask.session, ask.official, ask.asked, option, policy=ask.ghe.policy, now=ask.now)
    seen, day = view.numbers, calendar(view.numbers.window.last)
    called = _("Risk level") if view.decision is None else level_noun(view.decision, ask)
    return MapSheet(
        heading=_("%(level)s by ward", level=called),
        caption=_("%(level)s by ward on %(day)s", level=called, day=day),
        disease=seen.called(seen.disease, ask.lang),
        diseases=[(slug, seen.called(slug, ask.lang)) for slug in seen.diseases],
        asked=Asked(seen.disease, seen.window.last, seen.window.days, ask.asked.for_export),
        facts=facts(view, ask),
        notes=decision_notes(view, ask),
        columns=(
            Column(NAME, _("Ward"), numeric=False),
            Column("level", called),
            Column("rate", _("Per 100,000")),
            Column("cases", _("Cases in %(days)s days", days=seen.window.days)),
        ),
        rows=table_rows(view, ask),
        draw=lambda: case_map(view, ask),
        selects=_selects(view, ask),
        remarks=remarks(view, ask),
        below=below(view, ask),
        steps=map_incidence.steps(seen),
        windows=(),
        districts=seen.districts,
        audit={
            "disease": seen.disease,
            "until": seen.window.last,
            "decision": None if view.decision is None else view.decision.slug,
        },
    )


def case_map(view: LevelsView, ask: MapRequest) -> maps.CaseMap:
    """One frame: the levels of the day."""
    import maps

    _, seen, decision = ask._, view.numbers, view.decision
    day = calendar(seen.window.last)
    called = _("Risk level") if decision is None else level_noun(decision, ask)
    disease = seen.called(seen.disease, ask.lang)
    under = ground(ask.session, [ward.numbers.area for ward in view.wards], seen.window.last)
    said = map_words(
        title=_("%(level)s, %(disease)s, %(day)s", level=called, disease=disease, day=day),
        legend=called if decision is None else f"{called}, {decision.number}",
        hidden_under=seen.k,
        days=seen.window.days,
        lang=ask.lang,
        unreliable=_("No level: population unknown or too small"),
        no_data=_("No level"),
        _=_,
    )
    return maps.CaseMap(
        areas=under.wards,
        frames=[maps.Frame(day, _values(view, said, ask))],
        scale=_scale(decision, ask),
        words=said,
        notes=decision_notes(view, ask),
        lang=ask.lang,
        context=under.context,
        looked_at=map_incidence.looked_at(seen, ask.choice.option("district")),
    )


def _scale(decision: RiskDecision | None, ask: MapRequest) -> maps.Scale:
    import maps
    from maps.scales import NO_DATA_FILL

    if decision is None:
        return maps.Scale((maps.MapClass(NO_DATA_FILL, ask._("No decision in force")),), (), special=False)
    levels = maps.level_scale(
        [maps.MapClass(x.colour, level_label(decision, x, ask), str(x.number)) for x in decision.levels]
    )
    return replace(levels, unreliable=decision.rate is not None)


def _values(view: LevelsView, said: maps.Words, ask: MapRequest) -> dict[str, maps.Value]:
    import maps

    if view.decision is None:
        return {ward.numbers.area.code: maps.Level(1) for ward in view.wards}
    return {ward.numbers.area.code: _value(ward, said, ask) for ward in view.wards}


def _value(ward: WardLevel, said: maps.Words, ask: MapRequest) -> maps.Value:
    import maps

    _, numbers = ask._, ward.numbers
    counted = ""
    if numbers.shown.now is not None and ward.why is not Why.NO_DATA:
        counted = _("Cases: {n}").format(n=said.number(numbers.shown.now))
        if numbers.rate is not None:
            counted += ". " + _("Per 100,000 people: {n}").format(n=said.number(numbers.rate, 1))
    match ward.why:
        case Why.LEVEL if ward.level is not None:
            return maps.Level(ward.level, counted)
        case Why.HIDDEN:
            return maps.Hidden()
        case Why.UNRELIABLE:
            return maps.Unreliable(counted)
    return maps.NoData(reason(ward, ask))


def _selects(view: LevelsView, ask: MapRequest) -> list[Select]:
    _ = ask._
    if not view.choices:
        return []
    options = [("", _("The one in force")), *((one.slug, one.number) for one in view.choices)]
    chosen = "" if view.decision is None or view.is_in_force else view.decision.slug
    return [Select("decision", _("Decision"), options, chosen)]
