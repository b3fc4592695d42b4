"""How the place of a visit is called beside the venue's name: its zone, and what the venue is inside of."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.venues import Venue
from app.domain.visits import Visit
from app.store import venues, zones
from app.store.db import Session


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """None: the code was the venue's own; it is inside of nothing."""

    zone: str | None = None
    parent: str | None = None


def name_place(session: Session, visit: Visit, venue: Venue) -> PlaceNames:
    """The names, in no query for most visits."""
    zone = None if visit.zone is None else zones.names(session, [visit.zone]).get(visit.zone)
    parent = venue.registration.parent
    return PlaceNames(zone, None if parent is None else venues.get(session, parent).name)
