"""Use of posters by ward: venues without a scan, and scans against the visits that venues may expect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.usecases.draw_map import ground
from app.usecases.map_view import Asked
from app.usecases.view_compliance_map import ComplianceView, WardCompliance, view_compliance_map
from app.web.map_words import map_words, window_words
from app.web.official.map_choice import NAME
from app.web.official.map_compliance_rows import (
    below,
    compliance_notes,
    facts,
    remarks,
    silent_table,
    table_rows,
)
from app.web.official.map_sheet import Column, MapRequest, MapSheet, Select

if TYPE_CHECKING:
    import maps

SILENT: Final = "silent"
SCANS: Final = "scans"
SILENT_BREAKS: Final = (5, 10, 25, 50)
"""Per cent of a ward's venues."""
SCANS_BREAKS: Final = (5, 10, 25, 50)
"""Scans per 100 expected visits: an estimate right up to a factor, so the classes about double."""


def sheet(ask: MapRequest) -> MapSheet:
    """The map, its figures, its table, and the venues without a scan for those who look after them."""
    _ = ask._
    view = ask.held(
        "compliance",
        lambda session: view_compliance_map(
            session, ask.official, ask.asked, policy=ask.ghe.policy, now=ask.now
        ),
    )
    measure = SCANS if ask.choice.option("measure") == SCANS else SILENT
    days = window_words(view.window, _)
    more = silent_table(view, ask)
    return MapSheet(
        heading=_("Use of posters by ward"),
        caption=_("Use of posters by ward, %(days)s", days=days),
        disease=days,
        diseases=(),
        asked=Asked(None, view.window.last, view.window.days, ask.asked.for_export),
        facts=facts(view, ask),
        notes=compliance_notes(view, ask),
        columns=(
            Column(NAME, _("Ward"), numeric=False),
            Column("venues", _("Venues")),
            Column("silent", _("Without a scan")),
            Column("scans", _("Scans")),
            Column("expected", _("Per 100")),
        ),
        rows=table_rows(view, ask),
        draw=lambda: case_map(view, measure, ask),
        selects=[
            Select(
                "measure",
                _("Shown as"),
                ((SILENT, _("Venues without a scan")), (SCANS, _("Scans per 100 expected visits"))),
                measure,
            )
        ],
        remarks=remarks(view, ask),
        below=below(view, ask),
        more=[] if more is None else [more],
        steps=_steps(view),
        windows=(1, 7, 14),
        districts=view.districts,
        audit={"until": view.window.last, "days": view.window.days, "venues": view.all_silent},
    )


def case_map(view: ComplianceView, measure: str, ask: MapRequest) -> maps.CaseMap:
    """One frame over the whole days."""
    import maps

    _, days = ask._, window_words(view.window, ask._)
    legend = _("Venues without a scan") if measure == SILENT else _("Scans per 100 expected visits")
    said = map_words(
        title=_("Use of posters by ward, %(days)s", days=days),
        legend=legend,
        hidden_under=0,
        days=view.window.days,
        lang=ask.lang,
        hidden=_("Not shown: too few venues"),
        no_data=_("No venue to compare") if measure == SILENT else _("Nothing is estimated"),
        _=_,
    )
    percent = maps.Labels("{n} %", _("{low} to less than {high}") + " %", _("{low} or more") + " %")
    plain = maps.Labels(
        _("Scans per 100 expected visits: {n}"), _("{low} to less than {high}"), _("{low} or more")
    )
    labels, breaks = (percent, SILENT_BREAKS) if measure == SILENT else (plain, SCANS_BREAKS)
    under = ground(ask.session, [ward.area for ward in view.wards], None)
    return maps.CaseMap(
        areas=under.wards,
        frames=[maps.Frame(days, {ward.area.code: _value(ward, view, measure, ask) for ward in view.wards})],
        scale=maps.measure_scale(said, labels, breaks, decimals=1, factor=100),
        words=said,
        notes=compliance_notes(view, ask),
        lang=ask.lang,
        context=under.context,
        looked_at=next((d.wards for d in view.districts if d.code == ask.choice.option("district")), ()),
    )


def _value(ward: WardCompliance, view: ComplianceView, measure: str, ask: MapRequest) -> maps.Value:
    import maps

    _, use = ask._, ward.use
    if not view.has_data:
        return maps.NoData()
    if use is None:
        return maps.Hidden()
    share = use.silent_share if measure == SILENT else use.per_expected
    detail = _(
        "Venues: %(venues)s, without a scan: %(silent)s. Scans: %(scans)s",
        venues=use.venues,
        silent=use.silent,
        scans=use.scans,
    )
    return maps.NoData(detail if use.venues else "") if share is None else maps.Rate(share, None, detail)


def _steps(view: ComplianceView) -> tuple[Asked | None, Asked | None, Asked | None]:
    earlier, later = (
        Asked(None, moved.last, moved.days) if moved.overlaps(view.kept) else None
        for moved in (view.window.moved(-1), view.window.moved(1))
    )
    newest = Asked(None, view.kept.last, view.window.days) if view.window.last != view.kept.last else None
    return earlier, later, newest
