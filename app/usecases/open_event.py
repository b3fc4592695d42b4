"""An official opens an event: people may have been infected at a gathering, and no case is known yet."""

from __future__ import annotations

import secrets
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.codes import ALPHABET
from app.domain.errors import EventUnknown, InputRefused, Problem
from app.domain.events import Event, new_event
from app.domain.ids import EventId, VenueId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.venues import Venue
from app.store import audit, diseases, events, venue_search, venues
from app.store.db import Session
from app.usecases.find_event import lies_in, wards_of

_REFERENCE_LETTERS = 5


def find_venues(
    session: Session, official: Official, text: str, chosen: VenueId | None = None
) -> list[Venue]:
    """Venues of the official's jurisdiction by name, diacritics aside; before them the one chosen already."""
    wards = wards_of(session, official)
    found = venue_search.search(session, text, wards=wards) if text.strip() else []
    if chosen is not None and chosen not in {venue.id for venue in found}:
        first = venues.by_ids(session, [chosen]).values()
        found = [venue for venue in first if lies_in(venue, wards)] + found
    return found


def open_event(
    session: Session,
    official: Official,
    event: EventId,
    venue: VenueId,
    *,
    disease: str,
    start: datetime,
    end: datetime,
    reason: str,
    policy: Policy,
    now: datetime,
) -> Event:
    """Open an event under the id that its form carried; sent twice, it is opened once.

    Raises:
        EventUnknown: the id is an event of another official.
        VenueUnknown: there is no such venue.
        InputRefused: what is wrong with the venue, the disease, the window or the reason.
    """
    there = events.by_ids(session, [event]).get(event)
    if there is not None:
        if there.opened_by != official.id:
            raise EventUnknown(str(event))
        return there
    if not lies_in(venues.get(session, venue), wards_of(session, official)):
        raise InputRefused([Problem("venue", "choose_venue")])
    opened = new_event(
        event,
        _new_reference(session, policy, now),
        venue,
        disease=disease,
        start=start,
        end=end,
        reason=reason,
        by=official.id,
        active=diseases.active(session),
        policy=policy,
        now=now,
    )
    events.add(session, opened)
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.EVENT_OPENED,
        detail={"event": event, "venue": venue, "disease": disease},
        now=now,
    )
    return opened


def _new_reference(session: Session, policy: Policy, now: datetime) -> str:
    """E2026-7K3QX: as a case's, and not to be taken for one."""
    year = local_day(now, policy.zone).year
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(_REFERENCE_LETTERS))
        if not events.has_reference(session, f"E{year}-{letters}"):
            return f"E{year}-{letters}"
