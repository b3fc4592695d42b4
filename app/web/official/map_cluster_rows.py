"""What the map of clusters says of each of them, and its two tables."""

from __future__ import annotations

from typing import Final

from app.domain.windows import Window
from app.usecases.clusters_map_view import ClusterOutline, Scan, SourcesDrawn
from app.web.official import link_words
from app.web.official.map_choice import NAME
from app.web.official.map_incidence import DASH
from app.web.official.map_sheet import Cell, Column, MapRequest, MoreTable, TableRow
from app.web.official.outbreak_words import Words
from app.web.words import Gettext
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

SCANS: Final = {
    Scan.RECENT: N_("New cluster"),
    Scan.RATES: N_("High rate"),
    Scan.VENUES: N_("Venues near each other"),
}
_NAMED: Final = 3
"""Wards that a heading names; a cluster may have dozens."""


def columns(_: Gettext) -> tuple[Column, ...]:
    """Of the table of clusters."""
    return (
        Column(NAME, _("Where"), numeric=False),
        Column("kind", _("Kind of cluster"), numeric=False),
        Column("days", _("Which days"), numeric=False),
        Column("cases", _("Cases")),
        Column("expected", _("Expected")),
        Column("risk", _("Times as frequent")),
        Column("p", "p"),
        Column("chance", _("By chance")),
        Column("meaning", _("Meaning"), numeric=False),
    )


def cluster_row(outline: ClusterOutline, window: Window, ask: MapRequest) -> TableRow:
    """One cluster; a file has no figures. `window` holds the days where none are scanned."""
    say, found = Words(ask.lang, ask._), outline.figures
    dash = Cell(DASH)
    first, last = outline.first or window.first, outline.last or window.last
    figures = (dash, dash, dash, dash, dash)
    if found is not None:
        seldom = found.recurrence_days
        figures = (
            Cell(say.figure(found.observed), found.observed),
            Cell(say.figure(found.expected, 1), found.expected),
            Cell(say.risk(found.relative_risk), found.relative_risk),
            Cell(say.p(found.p), found.p),
            dash if seldom is None else Cell(say.recurrence(seldom), seldom),
        )
    return TableRow(
        outline.id,
        ", ".join(outline.names),
        (
            Cell(called(outline, ask._)),
            Cell(say.days(first, last), first.toordinal()),
            *figures,
            Cell(meaning(outline, ask._), outline.stands_out),
        ),
    )


def called(outline: ClusterOutline, _: Gettext) -> str:
    """New cluster 1: as the map says it too."""
    return f"{_(SCANS[outline.scan])} {outline.id.rpartition('-')[2]}"


def meaning(outline: ClusterOutline, _: Gettext) -> str:
    """What to make of it."""
    return _("Look into it") if outline.stands_out else _("May be chance")


def source_table(sources: SourcesDrawn, ask: MapRequest) -> MoreTable:
    """The source venues by rank: the names that the drawing must not hold."""
    _, say = ask._, Words(ask.lang, ask._)
    return MoreTable(
        _("Source venues"),
        (
            Column(NAME, _("Venue"), numeric=False),
            Column("rank", _("Rank on the map")),
            Column("cases", _("Cases that were there")),
            Column("expected", _("Expected")),
            Column("chance", _("Explained by chance?"), numeric=False),
            Column("address", _("Address"), numeric=False),
        ),
        [
            TableRow(
                str(venue.venue),
                venue.name,
                (
                    Cell(str(venue.rank)),
                    Cell(say.figure(venue.cases)),
                    Cell(say.figure(venue.expected, 1)),
                    Cell(link_words.chance(venue.q, _)),
                    Cell(venue.address),
                ),
            )
            for venue in sources.venues
        ],
        _("No venue stands out beyond chance"),
    )


def told(outline: ClusterOutline, ask: MapRequest) -> tuple[str, ...]:
    """What the drawing says of one: wards by name, venues by their number alone."""
    _, say, found = ask._, Words(ask.lang, ask._), outline.figures
    names, more = outline.names[:_NAMED], len(outline.names) - _NAMED
    lines = [
        f"{called(outline, _)}: {', '.join(names)}" + (" " + _("and %(n)s more", n=more) if more > 0 else "")
    ]
    if not outline.wards:
        lines = [f"{called(outline, _)}: {say.figure(len(outline.positions))}"]
    if outline.first is not None and outline.last is not None:
        lines.append(say.days(outline.first, outline.last))
    if found is not None:
        lines.append(
            _(
                "%(cases)s cases, %(expected)s expected",
                cases=say.figure(found.observed),
                expected=say.figure(found.expected, 1),
            )
        )
        seldom = found.recurrence_days
        lines.append(
            f"p {say.p(found.p)}" if seldom is None else _("By chance") + ": " + say.recurrence(seldom)
        )
    return (*lines, meaning(outline, _))
