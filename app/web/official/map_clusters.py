"""Clusters of cases and source venues, drawn over the cases by ward."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from app.domain.roles import Permission
from app.usecases.clusters_map_view import ClustersMapView, Scan, SourcesDrawn
from app.usecases.draw_clusters import cluster_shapes
from app.usecases.map_view import Asked
from app.usecases.view_clusters_map import view_clusters_map
from app.web import words
from app.web.map_words import notes, window_words
from app.web.official import map_incidence
from app.web.official.map_cluster_rows import SCANS, cluster_row, columns, source_table, told
from app.web.official.map_sheet import MapRequest, MapSheet, Remark
from app.web.official.outbreak_words import Words

if TYPE_CHECKING:
    import maps

CLUSTERS: Final = "/official/outbreak/clusters"
SOURCES: Final = "/official/sources"
CASES: Final = "/official/map"


def sheet(ask: MapRequest) -> MapSheet:
    """The map, what is outlined on it as a table, and the source venues as another."""
    # Not in the session of the request: the scans may take seconds, and a snapshot is not held open for them.
    view = ask.held(
        "clusters",
        lambda _own: view_clusters_map(
            ask.ghe.database, ask.official, ask.asked, policy=ask.ghe.policy, now=ask.now
        ),
    )
    _, below = ask._, view.below
    return MapSheet(
        heading=_("Clusters and source venues"),
        caption=_("What stands out, %(days)s", days=window_words(below.window, _)),
        disease=below.called(below.disease, ask.lang),
        diseases=[(slug, below.called(slug, ask.lang)) for slug in below.diseases],
        asked=Asked(below.disease, below.window.last, below.window.days, ask.asked.for_export),
        facts=_facts(view, ask),
        notes=_notes(view, ask),
        columns=columns(_),
        rows=[cluster_row(outline, view.scans.window, ask) for outline in view.outlines],
        draw=lambda: _drawn(view, ask),
        remarks=[*map_incidence.remarks(below, _), *_remarks(view, ask)],
        below=_below(view, ask),
        more=() if view.sources is None else [source_table(view.sources, ask)],
        elsewhere=_elsewhere(view, ask),
        find=_("Find a place"),
        steps=map_incidence.steps(below),
        windows=(7, 14, 28) if below.exact else (),
        districts=below.districts,
        audit=_audit(view),
    )


def _facts(view: ClustersMapView, ask: MapRequest) -> list[tuple[str, str]]:
    _ = ask._
    made = [
        (_("Disease"), view.below.called(view.below.disease, ask.lang)),
        (_("Days"), window_words(view.below.window, _)),
    ]
    counted = (
        (Scan.RECENT, _("New clusters")),
        (Scan.RATES, _("Wards with high rates")),
        (Scan.VENUES, _("Clusters of venues")),
    )
    made += [
        (label, words.number(len(view.of(scan)), ask.lang))
        for scan, label in counted
        if scan not in view.unsaid
    ]
    if view.sources is not None:
        made.append((_("Source venues"), words.number(len(view.sources.venues), ask.lang)))
    return made


def _remarks(view: ClustersMapView, ask: MapRequest) -> list[Remark]:
    if view.outlines or not view.below.has_data or len(view.unsaid) == len(Scan):
        return []
    return [Remark("info", ask._("Nothing stands out beyond chance"))]


def _below(view: ClustersMapView, ask: MapRequest) -> list[str]:
    _, say = ask._, Words(ask.lang, ask._)
    said = [f"{_(SCANS[scan])}: {say.why(missing)}" for scan, missing in view.unsaid.items()]
    if view.weaker:
        said.append(
            _(
                "Not listed, because chance shows as much in more than one of five cities where nothing "
                "happens: %(n)s",
                n=say.figure(view.weaker),
            )
        )
    if view.sources is not None:
        said += _of_sources(view.sources, ask)
    return said


def _of_sources(sources: SourcesDrawn, ask: MapRequest) -> list[str]:
    _, say = ask._, Words(ask.lang, ask._)
    found = words.calendar(sources.made_at.astimezone(ask.ghe.policy.zone).date())
    said = [
        _(
            "Source venues as found on %(date)s, from %(cases)s independent cases of %(days)s days.",
            date=found,
            cases=say.figure(sources.cases),
            days=sources.days,
        ),
        _("A venue here is a place to ask about, never a place to blame."),
    ]
    if sources.chance:
        said.append(_("Ranked venues that chance explains, not drawn: %(n)s", n=say.figure(sources.chance)))
    if sources.unplaced:
        said.append(_("Source venues whose place nobody has said: %(n)s", n=say.figure(sources.unplaced)))
    return said


def _elsewhere(view: ClustersMapView, ask: MapRequest) -> list[tuple[str, str]]:
    _, window, disease = ask._, view.below.window, {"disease": view.below.disease}
    same = disease | {"until": window.last, "days": window.days}
    pages = [
        (f"{CLUSTERS}?{urlencode(same)}", _("How the clusters were found, and all their figures")),
        (f"{CASES}?{urlencode(same)}#table", _("Cases by ward as a table")),
    ]
    if ask.official.may(Permission.VIEW_LINKS):
        pages.append((f"{SOURCES}?{urlencode(disease)}", _("How source venues are found")))
    return pages


def _notes(view: ClustersMapView, ask: MapRequest) -> maps.Notes:
    _ = ask._
    of_cases = notes(view.below, ask.ghe.policy.zone, _)
    rule = [of_cases.rule, _("Clusters are of the wards whose numbers you see exactly.")]
    if ask.asked.for_export:
        rule.append(_("In files outlines carry no numbers and venues are left out."))
    return replace(of_cases, rule=" ".join(rule))


def _audit(view: ClustersMapView) -> dict[str, object]:
    window = view.below.window
    return {
        "disease": view.below.disease,
        "until": window.last,
        "days": window.days,
        "clusters": len(view.outlines),
        "source_venues": 0 if view.sources is None else len(view.sources.venues),
    }


def _drawn(view: ClustersMapView, ask: MapRequest) -> maps.CaseMap:
    import maps

    _ = ask._
    cases = map_incidence.case_map(ask, [view.below], map_incidence.COUNT)
    shapes = cluster_shapes(ask.session, view.outlines)
    venues = () if view.sources is None else view.sources.venues
    said = replace(
        cases.words,
        title=_("Clusters and source venues") + ": " + cases.words.title,
        outline=_("New cluster of wards or venues"),
        dashed=_("Wards with a high rate"),
        venues=_("Source venue with its rank"),
        venue=_("Cases that were there: {n}"),
    )
    return replace(
        cases,
        words=said,
        notes=_notes(view, ask),
        outlines=[
            maps.Outline(one.id, shapes[one.id], told(one, ask), dashed=one.scan is Scan.RATES)
            for one in view.outlines
        ],
        venues=[
            maps.Venue(str(v.venue), v.position.longitude, v.position.latitude, v.cases, str(v.rank))
            for v in venues
        ],
    )
