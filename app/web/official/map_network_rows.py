"""The two tables of the venue network."""

from __future__ import annotations

from app.usecases.network_map_view import NetworkMapView, NetworkVenue
from app.web import words
from app.web.official.map_choice import NAME
from app.web.official.map_sheet import Cell, Column, MapRequest, MoreTable, TableRow


def columns(ask: MapRequest) -> tuple[Column, ...]:
    """Of the table of venues."""
    _ = ask._
    return (
        Column(NAME, _("Venue"), numeric=False),
        Column("number", _("Number on the map")),
        Column("cases", _("Cases that were there")),
        Column("links", _("Linked venues")),
        Column("address", _("Address"), numeric=False),
    )


def venue_row(number: int, venue: NetworkVenue, ask: MapRequest) -> TableRow:
    """One venue: the name that the drawing must not hold, beside its number there."""
    on_map = Cell(ask._("place not known")) if venue.position is None else Cell(str(number), number)
    return TableRow(
        str(venue.id),
        venue.name,
        (
            on_map,
            Cell(words.number(venue.cases, ask.lang), venue.cases),
            Cell(words.number(venue.links, ask.lang), venue.links),
            Cell(venue.address),
        ),
    )


def link_table(view: NetworkMapView, ask: MapRequest) -> MoreTable:
    """The links that are drawn."""
    _ = ask._
    name = {venue.id: f"{venue.name} ({number})" for number, venue in enumerate(view.venues, start=1)}
    return MoreTable(
        _("Links"),
        (
            Column(NAME, _("Venue"), numeric=False),
            Column("other", _("Linked with"), numeric=False),
            Column("cases", _("Cases in common")),
        ),
        [
            TableRow("", name[link.one], (Cell(name[link.other]), Cell(words.number(link.cases, ask.lang))))
            for link in view.links
        ],
        _("No two venues have cases of two households in common"),
    )
