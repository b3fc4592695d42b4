"""Where open cases met others: venues as circles, put together where there are many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from app.store.exposure_venues import ExposureVenue
from app.usecases import draw_map
from app.usecases.view_exposures import PartOfDay, VenueDetails
from app.usecases.view_venues_map import VenuesView, view_venues_map
from app.web.map_words import window_words
from app.web.official import exposure_map_words as said
from app.web.official.map_choice import NAME
from app.web.official.map_sheet import Cell, Column, MapRequest, MapSheet, Rows, TableRow
from app.web.words import calendar, number
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

if TYPE_CHECKING:
    import maps

LISTED: Final = 500
"""Rows of the table: more than anybody reads, few enough to send."""
_PARTS: Final = {
    PartOfDay.MORNING: N_("morning %(n)s"),
    PartOfDay.NOON: N_("noon %(n)s"),
    PartOfDay.AFTERNOON: N_("afternoon %(n)s"),
    PartOfDay.EVENING: N_("evening %(n)s"),
    PartOfDay.NIGHT: N_("night %(n)s"),
}


def sheet(ask: MapRequest) -> MapSheet:
    """The map, its figures and its table."""
    _ = ask._
    view = ask.held(
        "venues",
        lambda session: view_venues_map(session, ask.official, ask.asked, policy=ask.ghe.policy, now=ask.now),
    )
    wards = {ward.code: (place, ward.name) for place, ward in enumerate(view.ground.wards)}
    return MapSheet(
        heading=_("Exposure venues"),
        caption=_("Exposure venues, %(days)s", days=window_words(view.ground.window, _)),
        draw=lambda: case_map(view, ask),
        facts=[*said.facts(view.ground, ask), (_("Venues"), number(len(view.venues), ask.lang))],
        notes=_notes(view, ask),
        columns=(
            Column(NAME, _("Venue"), numeric=False),
            Column("ward", _("Ward"), numeric=False),
            Column("people", _("People listed")),
            Column("cases", _("Cases")),
            Column("exposures", _("Exposures")),
        ),
        rows=Rows(lambda: [_row(venue, wards, view.k, ask) for venue in view.venues[:LISTED]]),
        remarks=() if view.venues else [said.nothing(view.ground, ask)],
        below=_below(view, ask),
        find=_("Find a venue"),
        has_venues=True,
        **said.shared(view.ground, ask, exact=not ask.asked.for_export),
    )


def _row(venue: ExposureVenue, wards: Mapping[str, tuple[int, str]], k: int, ask: MapRequest) -> TableRow:
    """People and exposures are at least k; the cases whom they met may be fewer."""
    place, ward = wards.get(venue.ward or "", (None, ""))
    few = Cell(ask._("fewer than %(k)s", k=k))
    return TableRow(
        str(venue.id),
        venue.name,
        (
            Cell(ward, place),
            Cell(number(venue.people, ask.lang), venue.people),
            few if venue.cases < k else Cell(number(venue.cases, ask.lang), venue.cases),
            Cell(number(venue.exposures, ask.lang), venue.exposures),
        ),
    )


def case_map(view: VenuesView, ask: MapRequest) -> maps.CaseMap:
    """Circles over quiet wards. Names stay on the page: the document holds ids, places and numbers."""
    import maps
    from maps.bins import bins
    from maps.scales import LOWEST_FILL

    _, ground = ask._, view.ground
    under = draw_map.ground(ask.session, ground.wards, ground.window.last)
    listed, venues = Counter[str](), Counter[str]()
    for venue in view.venues:
        listed[venue.ward or ""] += venue.people
        venues[venue.ward or ""] += 1
    named = said.drawn_words(
        ground,
        ask,
        legend=_("Where open cases met others, %(n)s days", n=ground.window.days),
        venues=_("Venue, with the number of people listed"),
        cluster=_("Several venues: press to see them apart"),
    )
    return maps.CaseMap(
        areas=under.wards,
        frames=[
            maps.Frame(
                calendar(ground.window.last),
                {
                    ward.code: maps.Count(
                        listed[ward.code], detail=_("Venues: {n}").format(n=named.number(venues[ward.code]))
                    )
                    for ward in ground.wards
                },
            )
        ],
        scale=maps.Scale(
            (maps.MapClass(LOWEST_FILL, _("Ward")),),
            (),
            _("People listed, venue by venue: {n}"),
            special=False,
        ),
        words=named,
        notes=_notes(view, ask),
        lang=ask.lang,
        context=under.context,
        venues=bins(
            [str(venue.id) for venue in view.venues],
            [venue.position.longitude for venue in view.venues],
            [venue.position.latitude for venue in view.venues],
            [venue.people for venue in view.venues],
        ),
        looked_at=said.looked_at(ground, ask),
    )


def details(found: VenueDetails, ask: MapRequest) -> dict[str, object]:
    """What the page shows of a venue that was chosen on the map."""
    return {
        "name": found.venue.name,
        "address": found.venue.address,
        "people": found.venue.people,
        "cases": found.venue.cases,
        "exposures": found.venue.exposures,
        "days": _days(found, ask),
        "hours": ", ".join(ask._(_PARTS[part], n=number(n, ask.lang)) for part, n in found.parts),
    }


def _days(found: VenueDetails, ask: MapRequest) -> str:
    first, last = calendar(found.days[0]), calendar(found.days[-1])
    if first == last:
        return first
    return ask._(
        "%(n)s days from %(first)s to %(last)s, %(weekend)s of them at weekends",
        n=len(found.days),
        first=first,
        last=last,
        weekend=found.at_weekends,
    )


def _notes(view: VenuesView, ask: MapRequest) -> maps.Notes:
    rule = ask._(
        "Venues with fewer than %(k)s people are left out, and numbers come by whole weeks.", k=view.k
    )
    whole = ask.official.jurisdiction is None
    return said.notes(
        view.ground, ask, rule=rule if ask.asked.for_export else said.exact_rule(ask), whole_city=whole
    )


def _below(view: VenuesView, ask: MapRequest) -> list[str]:
    sentences = []
    if len(view.venues) > LISTED:
        sentences.append(
            ask._("The table has the %(n)s venues with most people.", n=number(LISTED, ask.lang))
        )
    return sentences
