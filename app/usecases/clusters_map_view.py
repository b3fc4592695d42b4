"""The map of clusters and source venues as one official may see it: what to outline, and what to mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.ids import VenueId
from app.domain.positions import Position
from app.usecases.clusters_view import NamedCluster, Scans
from app.usecases.map_view import MapView
from app.usecases.outbreak_view import Unsaid


class Scan(StrEnum):
    """Which search found a cluster."""

    RECENT = "recent"
    """Wards with more cases in the last days than these wards and days otherwise have."""
    RATES = "rates"
    """Wards with more cases than their population would have."""
    VENUES = "venues"
    """Venues near each other, with more cases in the last days."""


@dataclass(frozen=True, slots=True)
class ClusterOutline:
    """One cluster to draw around: wards, or the places of venues."""

    id: str
    """Its scan and its number there, from the most likely: "recent-1"."""
    scan: Scan
    names: tuple[str, ...]
    """Of its wards or venues, from its middle outward."""
    wards: tuple[str, ...]
    """Their codes; none where it is a cluster of venues."""
    positions: tuple[Position, ...]
    """Of its venues; none where it is a cluster of wards."""
    first: date | None
    last: date | None
    """None where no days are scanned."""
    stands_out: bool
    figures: NamedCluster | None
    """Cases, expectation, p and so on; None in what leaves the system."""


@dataclass(frozen=True, slots=True)
class SourceVenue:
    """A venue where several cases may have been infected, as it was ranked last."""

    venue: VenueId
    name: str
    address: str
    position: Position
    rank: int
    """From 1, over all venues of the ranking, those without a position too."""
    cases: int
    expected: float
    p: float
    q: float


@dataclass(frozen=True, slots=True)
class SourcesDrawn:
    """The newest ranking over the official's cases."""

    made_at: datetime
    days: int
    """Cases of so many days took part."""
    cases: int
    """Independent ones."""
    venues: tuple[SourceVenue, ...]
    """Those that chance does not explain and whose place is known, by rank."""
    unplaced: int
    """Those whose place is not known."""
    chance: int
    """Ranked venues that chance explains: not drawn."""


@dataclass(frozen=True, slots=True)
class ClustersMapView:
    """Everything that the map shows."""

    below: MapView
    """Cases by ward of the same days, small numbers hidden as on the map of cases."""
    scans: Scans
    outlines: tuple[ClusterOutline, ...]
    """Of each scan from the most likely."""
    unsaid: Mapping[Scan, Unsaid]
    """Scans that gave no answer, and why."""
    weaker: int
    """Clusters that are not drawn, because chance shows as much too often."""
    withheld: int
    """Clusters left out of a file, because they hold few cases or are of venues."""
    sources: SourcesDrawn | None
    """None for those who may not see them, in files, and where none were ranked over these days."""

    def of(self, scan: Scan) -> list[ClusterOutline]:
        """The outlines of one search."""
        return [outline for outline in self.outlines if outline.scan is scan]
