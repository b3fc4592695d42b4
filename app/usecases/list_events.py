"""An official lists the events of the jurisdiction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.diseases import Disease
from app.domain.events import Event
from app.domain.officials import Official
from app.domain.venues import Venue
from app.store import diseases, events, venues
from app.store.db import Session
from app.usecases.find_event import wards_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line of the list of events."""

    event: Event
    venue: Venue
    disease: Disease


def list_events(
    session: Session, official: Official, *, after: tuple[datetime, UUID] | None = None
) -> list[EventLine]:
    """One page of the official's events and one more, the last opened first."""
    found = events.page(session, wards=wards_of(session, official), after=after, limit=PAGE + 1)
    places = venues.by_ids(session, {event.venue for event in found})
    known = diseases.profiles(session)
    return [EventLine(event, places[event.venue], known[event.disease]) for event in found]
