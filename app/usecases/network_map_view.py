"""The venue network as one official may see it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.diseases import Disease
from app.domain.ids import VenueId
from app.domain.positions import Position
from app.usecases.exposure_ground import Ground


@dataclass(frozen=True, slots=True)
class Outbreak:
    """A chain of cases, by the likeliest infectors and by what officials said."""

    reference: str
    """Of its earliest case: what an address names it by."""
    number: int
    """From 1, the largest chain first."""
    cases: int
    venues: int
    """In its network."""


@dataclass(frozen=True, slots=True)
class NetworkVenue:
    """A venue where cases of at least two households were."""

    id: VenueId
    name: str
    address: str
    position: Position | None
    """None where nobody has said it: in the table, not on the map."""
    cases: int
    links: int
    """Venues that it is linked with, drawn or not."""
    part: int
    """Venues that hang together have one number, the largest part 0."""


@dataclass(frozen=True, slots=True)
class NetworkLink:
    """Two venues that cases of at least two households have in common; no direction, no order in time."""

    one: VenueId
    other: VenueId
    cases: int


@dataclass(frozen=True, slots=True)
class NetworkMapView:
    """Everything that the map shows."""

    ground: Ground
    """Its window holds the days of the stays."""
    disease: Disease
    outbreaks: tuple[Outbreak, ...]
    """Those with a venue to draw."""
    chosen: Outbreak | None
    """The one that is drawn; None is all cases, in a chain or in none."""
    cases: int
    """People who took part."""
    young: int
    """Cases left out because they are, or may be, under sixteen."""
    venues: tuple[NetworkVenue, ...]
    """The most cases first."""
    links: tuple[NetworkLink, ...]
    """Those that are drawn, the most cases first."""
    least: int
    """Fewest cases of a link that is drawn: the smallest number with which the picture can still be read."""
    weaker: int
    """Links of fewer cases."""
    too_few: int
    """Venues where cases of one household only, or fewer cases than may be shown, were: never named."""
    cut: bool
    """Whether older cases were left out because there were too many."""

    @property
    def unplaced(self) -> int:
        """Venues that no map can show."""
        return sum(venue.position is None for venue in self.venues)

    @property
    def parts(self) -> int:
        """Groups of venues that hang together, without those that stand alone."""
        return len({venue.part for venue in self.venues if venue.links})
