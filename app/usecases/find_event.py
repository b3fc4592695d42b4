"""One event, for an official who may know of it. Shared by everything that is done with an event."""

from __future__ import annotations

from app.domain.areas import AreaKind
from app.domain.errors import EventUnknown
from app.domain.events import Event
from app.domain.ids import EventId
from app.domain.officials import Official
from app.domain.venues import Venue
from app.store import areas, events, venues
from app.store.db import Session


def find_event(session: Session, event: EventId, official: Official) -> tuple[Event, Venue]:
    """One event at a venue of the official's jurisdiction, and the venue.

    Raises:
        EventUnknown: none, or another jurisdiction's: the same answer.
    """
    found = events.get(session, event)
    venue = venues.get(session, found.venue)
    if not lies_in(venue, wards_of(session, official)):
        raise EventUnknown(str(event))
    return found, venue


def wards_of(session: Session, official: Official) -> frozenset[str] | None:
    """The wards whose events an official may know of; None is the whole city.

    A jurisdiction is a ward, or an area that holds wards.
    """
    if official.jurisdiction is None:
        return None
    wards = areas.areas(session, AreaKind.WARD)
    inside = {ward.code for ward in wards if official.covers(ward.code) or official.covers(ward.parent)}
    return frozenset({official.jurisdiction, *inside})


def lies_in(venue: Venue, wards: frozenset[str] | None) -> bool:
    """Whether a venue lies in one of these wards; one of which no ward is known only in the whole city."""
    return wards is None or venue.ward in wards
