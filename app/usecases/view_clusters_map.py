"""An official looks at clusters and source venues as outlines and marks on the map of cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.errors import NotYours
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.positions import Position
from app.domain.roles import Permission
from app.domain.spans import local_day
from app.domain.windows import Window
from app.science.disclosure import OFFICIALS_K
from app.store import source_runs, venues
from app.store.db import Database, Session
from app.usecases.clusters_map_view import ClusterOutline, ClustersMapView, Scan, SourcesDrawn, SourceVenue
from app.usecases.clusters_view import LISTED, NamedCluster
from app.usecases.map_view import Asked, MapView
from app.usecases.outbreak_data import OutbreakData, gather_outbreak
from app.usecases.outbreak_places import PROSPECTIVE_DAYS, OutbreakPlaces, gather_places
from app.usecases.outbreak_view import Unsaid
from app.usecases.view_clusters import scans
from app.usecases.view_map import view_map
from app.usecases.view_sources import MAY_BE_CHANCE


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """What the map is made of, read in one snapshot."""

    data: OutbreakData
    places: OutbreakPlaces
    below: MapView
    sources: SourcesDrawn | None
    days: int
    for_export: bool


def view_clusters_map(
    database: Database, official: Official, asked: Asked, *, policy: Policy, now: datetime
) -> ClustersMapView:
    """Gather in one transaction and compute after it: the scans take seconds where they are not remembered.

    Raises:
        NotYours: the official's role does not include exact numbers.
        NoAreas: no wards have been imported.
    """
    with database.reading() as session:
        given = gather_clusters_map(session, official, asked, policy=policy, now=now)
    return clusters_map(given)


def gather_clusters_map(
    session: Session, official: Official, asked: Asked, *, policy: Policy, now: datetime
) -> Gathered:
    """The cases, their places, the map of cases below them, and the newest ranking of source venues.

    A constant number of queries. Clusters are of the wards of the official's jurisdiction alone.

    Raises:
        NotYours: the official's role does not include exact numbers.
        NoAreas: no wards have been imported.
    """
    if not official.may(Permission.VIEW_EXACT_COUNTS):
        raise NotYours(Permission.VIEW_EXACT_COUNTS)
    data = gather_outbreak(session, official, asked, policy=policy, now=now)
    same = Asked(data.disease, data.as_of, asked.days, for_export=asked.for_export)
    below = view_map(session, official, same, policy=policy, now=now)
    if below.window.last != data.as_of:  # whole weeks, for files and for who sees no ward exactly
        same = replace(same, until=below.window.last)
        data = gather_outbreak(session, official, same, policy=policy, now=now)
    shows_sources = official.may(Permission.VIEW_LINKS) and not asked.for_export
    return Gathered(
        data,
        gather_places(session, official, data, policy=policy),
        below,
        _sources(session, official, data, policy) if shows_sources else None,
        below.window.days,
        asked.for_export,
    )


def clusters_map(given: Gathered) -> ClustersMapView:
    """The outlines of what the scans find.

    A file that leaves the system says of a cluster of wards that it is there and nothing more: a number over
    several wards, or over other days than the map's, would tell a hidden one by subtraction. Clusters of few
    cases, and everything about venues, stay inside; and a file is as of the end of a whole week.
    """
    found = scans(given.data, given.places, given.days)
    answers = {Scan.RECENT: found.recent, Scan.RATES: found.spatial, Scan.VENUES: found.venues}
    every = {scan: answer for scan, answer in answers.items() if not isinstance(answer, Unsaid)}
    likely = list(_likely(every, {str(venue.venue): venue.position for venue in given.places.venues}))
    shown = [outline for outline in likely if not given.for_export or _may_leave(outline)]
    return ClustersMapView(
        below=given.below,
        scans=found,
        outlines=tuple(replace(one, figures=None) if given.for_export else one for one in shown),
        unsaid={scan: answer for scan, answer in answers.items() if isinstance(answer, Unsaid)},
        weaker=sum(map(len, every.values())) - len(likely),
        withheld=len(likely) - len(shown),
        sources=given.sources,
    )


def _likely(
    every: Mapping[Scan, tuple[NamedCluster, ...]], position_of: Mapping[str, Position]
) -> Iterator[ClusterOutline]:
    """The clusters that chance seldom shows."""
    for scan, found in every.items():
        of_wards = scan is not Scan.VENUES
        for number, cluster in enumerate(found, start=1):
            if cluster.p <= LISTED:
                yield ClusterOutline(
                    id=f"{scan.value}-{number}",
                    scan=scan,
                    names=cluster.places,
                    wards=cluster.codes if of_wards else (),
                    positions=() if of_wards else tuple(position_of[code] for code in cluster.codes),
                    first=cluster.first,
                    last=cluster.last,
                    stands_out=cluster.stands_out,
                    figures=cluster,
                )


def _may_leave(outline: ClusterOutline) -> bool:
    figures = outline.figures
    return outline.scan is not Scan.VENUES and figures is not None and figures.observed >= OFFICIALS_K


def _sources(session: Session, official: Official, data: OutbreakData, policy: Policy) -> SourcesDrawn | None:
    """The newest ranking, unless it is of other days than the clusters."""
    run = source_runs.get(session, data.disease, official.jurisdiction)
    if run is None:
        return None
    of_run = Window.ending(local_day(run.made_at, policy.zone), run.days)
    if not of_run.overlaps(Window.ending(data.as_of, PROSPECTIVE_DAYS)):
        return None
    ranked = [(rank, row) for rank, row in enumerate(run.found, start=1) if row.q <= MAY_BE_CHANCE]
    known = venues.by_ids(session, [row.venue for _, row in ranked])
    placed = [
        SourceVenue(
            row.venue,
            venue.name,
            venue.registration.address,
            venue.registration.position,
            rank,
            row.cases,
            row.expected,
            row.p,
            row.q,
        )
        for rank, row in ranked
        if (venue := known.get(row.venue)) is not None and venue.registration.position is not None
    ]
    return SourcesDrawn(
        made_at=run.made_at,
        days=run.days,
        cases=run.cases,
        venues=tuple(placed),
        unplaced=len(ranked) - len(placed),
        chance=len(run.found) - len(ranked),
    )
