"""An official reads an event: what is asked, how many were there and, once that is approved, who.

A person here is a rank in a list. No name and no number can be opened from an event.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.diseases import Disease
from app.domain.events import Event
from app.domain.ids import EventId, OfficialId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.domain.venues import Venue
from app.science.ranking import Band, Listed, ranked
from app.store import audit, diseases, event_traces, officials
from app.store.db import Session
from app.store.event_traces import EventTrace
from app.usecases.find_event import find_event


@dataclass(frozen=True, slots=True)
class EventView:
    """Everything the page of an event shows."""

    event: Event
    venue: Venue
    disease: Disease
    people: dict[OfficialId, Official]
    """Who opened and who approved it."""
    trace: EventTrace | None
    count: int
    """How many were there."""
    by_band: dict[Band, int]
    """The same by strength, the strongest first."""
    listed: list[Listed] | None
    """Who was there, in the order of strength; None where only the counts may be seen."""


def view_event(session: Session, official: Official, event: EventId) -> EventView:
    """The page of an event.

    Raises:
        EventUnknown: none, or another jurisdiction's.
    """
    found, venue = find_event(session, event, official)
    made = event_traces.in_force(session, event)
    listed = ranked(event_traces.exposures(session, made.id)) if made else []
    sees_people = found.approved_by is not None and official.may(Permission.TRACE_EVENT)
    counted = Counter(person.band for person in listed)
    hands = [found.opened_by, *([found.approved_by] if found.approved_by is not None else [])]
    return EventView(
        event=found,
        venue=venue,
        disease=diseases.by_slug(session, found.disease),
        people=officials.by_ids(session, hands),
        trace=made,
        count=len(listed),
        by_band={band: counted[band] for band in reversed(Band)},
        listed=listed if sees_people else None,
    )


def record_event_reading(session: Session, official: Official, event: EventId, *, now: datetime) -> None:
    """Write down that an official reads an event, before it is read, in a transaction of its own.

    Raises:
        EventUnknown: none, or another jurisdiction's; nothing is written then.
    """
    find_event(session, event, official)
    audit.record(session, actor=official.id, action=AuditAction.EVENT_READ, detail={"event": event}, now=now)
