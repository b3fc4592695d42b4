"""A tracer puts the newest trace of an event aside."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.errors import NothingToTrace
from app.domain.ids import EventId
from app.domain.officials import Official
from app.store import audit, event_traces
from app.store.db import Session
from app.usecases.find_event import find_event


def undo_event_trace(session: Session, official: Official, event: EventId, *, now: datetime) -> None:
    """Put the newest trace of an event aside; the one before it is in force again.

    Raises:
        EventUnknown: none, or another jurisdiction's.
        NothingToTrace: there is no trace to undo.
    """
    found, _ = find_event(session, event, official)
    made = event_traces.in_force(session, event)
    if made is None:
        raise NothingToTrace(found.reference)
    event_traces.undo(session, made.id, now=now)
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.EVENT_TRACE_UNDONE,
        detail={"event": event, "trace": made.id},
        now=now,
    )
