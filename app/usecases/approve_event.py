"""An approver lets those who trace an event see who was there."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.events import Event, approved
from app.domain.ids import EventId
from app.domain.officials import Official
from app.store import audit, events
from app.store.db import Session
from app.usecases.find_event import find_event


def approve_event(session: Session, official: Official, event: EventId, *, now: datetime) -> Event:
    """Approve an event; a repeat changes nothing.

    Raises:
        EventUnknown: none, or another jurisdiction's.
        OwnEvent: the official opened it.
    """
    before, _ = find_event(session, event, official)
    after = approved(before, by=official.id)
    if after != before:
        events.save_approval(session, after)
        audit.record(
            session,
            actor=official.id,
            action=AuditAction.EVENT_APPROVED,
            detail={"event": event},
            now=now,
        )
    return after
