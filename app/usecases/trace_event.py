"""A tracer traces an event: who was there, as if an unknown case had been there the whole time?

The same rule as for a case, with one presence: nobody knows who it was, so it is there over the whole window,
with the mean infectiousness of a case.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from app.domain.assurance import Assurance
from app.domain.audit import AuditAction
from app.domain.ends import Ends
from app.domain.events import Event
from app.domain.ids import EventId, PersonId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.science.infectiousness import steady_curve
from app.science.tracing import RULE, Presence, exposures, tail_of
from app.store import audit, diseases, event_traces, venues
from app.store.db import Session
from app.store.event_traces import EventTrace
from app.usecases.find_doubts import with_doubts
from app.usecases.find_event import find_event
from app.usecases.find_presences import presences_of, spaces_of, visits_around
from app.vault.keystore import KeyStore


def trace_event(
    session: Session, official: Official, event: EventId, *, keys: KeyStore, policy: Policy, now: datetime
) -> EventTrace:
    """List who was at an event, and keep the list as the event's own copy.

    Raises:
        EventUnknown: none, or another jurisdiction's.
    """
    found, _ = find_event(session, event, official)
    illness = diseases.by_slug(session, found.disease)
    windows = {found.venue: [found.window.extended(tail_of(illness))]}
    there = venues.with_parents(session, windows)
    around, arrived = visits_around(session, windows, there, keys, policy)
    named = with_doubts(session, arrived, there, around)
    places = there | venues.with_parents(session, {visit.venue for visit, _ in named})

    shared = exposures(
        [_somebody(found)],
        presences_of(named, places, policy),
        illness,
        curve=steady_curve(found.window),
        spaces=spaces_of(session, windows, places),
    )

    number = event_traces.next_number(session, event)
    trace = EventTrace(uuid4(), event, number, RULE, official.id, now)
    event_traces.add(session, trace, [(PersonId(exposure.who), exposure) for exposure in shared])
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.EVENT_TRACED,
        detail={
            "event": event,
            "trace": trace.id,
            "pseudonyms_opened": len(named),
            "persons": len({exposure.who for exposure in shared}),
        },
        now=now,
    )
    return trace


def _somebody(event: Event) -> Presence:
    """The unknown case. That it was there is the question; only others' check-ins weaken the answer."""
    window = event.window
    ends = Ends.known(window.end)
    return Presence(
        event.id, event.venue, None, window.start, ends, end_assumed=False, assurance=Assurance.STAFF
    )
