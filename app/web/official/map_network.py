"""The venue network of one outbreak, or of all: which venues its cases have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from app.domain.windows import LONGEST_WINDOW
from app.science.disclosure import OFFICIALS_K
from app.usecases.draw_map import ground
from app.usecases.map_view import Asked
from app.usecases.network_map_view import NetworkMapView
from app.usecases.view_network_map import view_network_map
from app.usecases.weigh_infectors import DAYS, MOST
from app.web import words
from app.web.map_words import boundaries_words, map_words, window_words
from app.web.official.map_network_rows import columns, link_table, venue_row
from app.web.official.map_sheet import MapRequest, MapSheet, Remark, Select
from app.web.words import calendar, clock

if TYPE_CHECKING:
    import maps

CHAINS: Final = "/official/chains"
USUAL: Final = 28
LENGTHS: Final = (14, USUAL, LONGEST_WINDOW)
"""A week is shorter than most incubations: what is not one of these is the usual length."""


def sheet(ask: MapRequest) -> MapSheet:
    """The map, its venues as a table, and its links as another."""
    days = ask.asked.days if ask.asked.days in LENGTHS else USUAL
    outbreak = ask.choice.option("outbreak")
    view = ask.held(
        "network",
        lambda session: view_network_map(
            session,
            ask.official,
            replace(ask.asked, days=days),
            outbreak=outbreak,
            keys=ask.ghe.keys,
            policy=ask.ghe.policy,
            now=ask.now,
        ),
        days,
        outbreak,
    )
    _, window, under = ask._, view.ground.window, view.ground
    return MapSheet(
        heading=_("Venue network"),
        caption=_("Venues that cases have in common, %(days)s", days=window_words(window, _)),
        disease=view.disease.called(ask.lang),
        diseases=[(slug, under.called(slug, ask.lang)) for slug in under.diseases],
        asked=Asked(view.disease.slug, window.last, window.days, ask.asked.for_export),
        facts=_facts(view, ask),
        notes=_notes(view, ask),
        columns=columns(ask),
        rows=[venue_row(number, venue, ask) for number, venue in enumerate(view.venues, start=1)],
        draw=lambda: _drawn(view, ask),
        selects=[_select(view, ask)],
        remarks=_remarks(view, ask),
        below=_below(view, ask),
        more=[link_table(view, ask)],
        elsewhere=[
            (f"{CHAINS}?{urlencode({'disease': view.disease.slug})}", _("Chains of cases: who infected whom"))
        ],
        find=_("Find a venue"),
        windows=LENGTHS,
        audit=_audit(view),
    )


def _select(view: NetworkMapView, ask: MapRequest) -> Select:
    _ = ask._
    options = [("", _("All cases"))]
    options += [
        (
            one.reference,
            _(
                "Outbreak %(number)s (cases: %(cases)s, venues: %(venues)s)",
                number=one.number,
                cases=words.number(one.cases, ask.lang),
                venues=words.number(one.venues, ask.lang),
            ),
        )
        for one in view.outbreaks
    ]
    return Select("outbreak", _("Outbreak"), options, view.chosen.reference if view.chosen else "")


def _facts(view: NetworkMapView, ask: MapRequest) -> list[tuple[str, str]]:
    _ = ask._
    figures = (
        (_("Cases"), view.cases),
        (_("Venues in common"), len(view.venues)),
        (_("Links"), len(view.links) + view.weaker),
        (_("Groups of linked venues"), view.parts),
    )
    return [
        (_("Disease"), view.disease.called(ask.lang)),
        (_("Days of the stays"), window_words(view.ground.window, _)),
        *((label, words.number(n, ask.lang)) for label, n in figures),
    ]


def _remarks(view: NetworkMapView, ask: MapRequest) -> list[Remark]:
    _ = ask._
    if view.venues:
        return []
    text = _(
        "It takes visits of at least two cases from different households, on days when they could be "
        "infected or infect."
    )
    return [Remark("info", _("These cases have no venue in common"), text)]


def _below(view: NetworkMapView, ask: MapRequest) -> list[str]:
    _ = ask._
    unnamed, young, unplaced, weaker = (
        words.number(n, ask.lang) for n in (view.too_few, view.young, view.unplaced, view.weaker)
    )
    counted = (
        (view.too_few, _("Venues of one household only, never named: %(n)s", n=unnamed)),
        (view.young, _("Cases left out because they may be under sixteen: %(n)s", n=young)),
        (view.unplaced, _("Venues whose place nobody has said, in the table only: %(n)s", n=unplaced)),
        (view.weaker, _("Links of fewer than %(least)s cases, not drawn: %(n)s", least=view.least, n=weaker)),
        (view.cut, _("Only the newest %(n)s cases take part.", n=MOST)),
    )
    return [
        *(sentence for some, sentence in counted if some),
        _("A venue here is a place to ask about, never a place to blame."),
    ]


def _notes(view: NetworkMapView, ask: MapRequest) -> maps.Notes:
    import maps

    _, zone, under = ask._, ask.ghe.policy.zone, view.ground
    source = _(
        "visits of confirmed and open cases of your jurisdiction with an onset in the last %(days)s days, "
        "released or told in interviews",
        days=DAYS,
    )
    rule = [
        _("A venue or a line needs cases of two households, so that nobody's own way is drawn."),
        _("Lines have no direction, and children take no part."),
    ]
    if ask.asked.for_export:
        rule.append(_("In files nothing is below %(k)s cases.", k=OFFICIALS_K))
    return maps.Notes(
        f"{clock(under.as_of, zone)} {calendar(under.as_of.astimezone(zone).date())}",
        source,
        " ".join(rule),
        boundaries_words(under.boundaries, under.wards, zone, _),
    )


def _audit(view: NetworkMapView) -> dict[str, object]:
    return {
        "disease": view.disease.slug,
        "until": view.ground.window.last,
        "days": view.ground.window.days,
        "cases": view.cases,
        "venues": len(view.venues),
        "outbreak": 0 if view.chosen is None else view.chosen.number,
    }


def _drawn(view: NetworkMapView, ask: MapRequest) -> maps.CaseMap:
    import maps

    _, window = ask._, view.ground.window
    under = ground(ask.session, view.ground.wards, window.last)
    days = window_words(window, _)
    said = map_words(
        title=_("Venue network")
        + ": "
        + _("%(disease)s, %(days)s", disease=view.disease.called(ask.lang), days=days),
        legend=_("Venues that cases have in common"),
        hidden_under=OFFICIALS_K,
        days=window.days,
        lang=ask.lang,
        _=_,
        venues=_("Venue with its number in the table"),
        venue=_("Cases that were there: {n}"),
        links=_("At least %(n)s cases in common; thicker: more", n=view.least),
        link=_("Cases in common: {n}"),
    )
    placed = {
        venue.id: maps.Venue(
            str(venue.id), venue.position.longitude, venue.position.latitude, venue.cases, str(number)
        )
        for number, venue in enumerate(view.venues, start=1)
        if venue.position is not None
    }
    return maps.CaseMap(
        areas=under.wards,
        frames=[maps.Frame(days, {area.code: maps.Level(1) for area in under.wards})],
        scale=maps.Scale((maps.MapClass("#ffffff", _("Ward")),), (), special=False),
        words=said,
        notes=_notes(view, ask),
        lang=ask.lang,
        context=under.context,
        venues=list(placed.values()),
        links=[
            maps.Link(str(link.one), str(link.other), link.cases)
            for link in view.links
            if link.one in placed and link.other in placed
        ],
        looked_at=_wards_of(view, under.wards),
    )


def _wards_of(view: NetworkMapView, wards: Sequence[maps.AreaShape]) -> tuple[str, ...]:
    """The wards that hold the venues: what the view opens on."""
    import maps

    at = [venue.position for venue in view.venues if venue.position is not None]
    found = maps.area_of([p.longitude for p in at], [p.latitude for p in at], wards)
    return tuple(sorted({code for code in found if code is not None}))
