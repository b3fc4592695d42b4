"""Events: gatherings under investigation without a case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import literal, tuple_
from sqlmodel import Session, col, select

from app.domain.errors import EventUnknown
from app.domain.events import Event
from app.domain.ids import EventId, OfficialId, VenueId
from app.domain.spans import Span
from app.store.columns import Id, Instant
from app.store.tables import EventRow, VenueRow


def add(session: Session, event: Event) -> None:
    """Keep a new event."""
    session.add(
        EventRow(
            id=event.id,
            reference=event.reference,
            venue=event.venue,
            disease=event.disease,
            starts_at=event.window.start,
            ends_at=event.window.end,
            reason=event.reason,
            opened_by=event.opened_by,
            opened_at=event.opened_at,
            approved_by=event.approved_by,
        )
    )
    session.flush()


def save_approval(session: Session, event: Event) -> None:
    """Keep who approved an event."""
    session.get_one(EventRow, event.id).approved_by = event.approved_by
    session.flush()


def get(session: Session, event: EventId) -> Event:
    """One event.

    Raises:
        EventUnknown: there is none.
    """
    row = session.get(EventRow, event)
    if row is None:
        raise EventUnknown(str(event))
    return _event(row)


def by_ids(session: Session, ids: Sequence[EventId]) -> dict[EventId, Event]:
    """The events with these ids, those that exist."""
    rows = session.exec(select(EventRow).where(col(EventRow.id).in_(ids)))
    return {EventId(row.id): _event(row) for row in rows}


def has_reference(session: Session, reference: str) -> bool:
    """Whether an event has this reference."""
    return session.exec(select(col(EventRow.id)).where(EventRow.reference == reference)).first() is not None


def page(
    session: Session,
    *,
    wards: Collection[str] | None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[Event]:
    """Events at venues of these wards, the last opened first, after the last one of the page before.

    `wards` None is the whole city, with the venues that lie in no ward.
    """
    query = select(EventRow)
    if wards is not None:
        query = query.join(VenueRow, col(VenueRow.id) == col(EventRow.venue))
        query = query.where(col(VenueRow.ward).in_(wards))
    if after is not None:
        at, last = after
        place = tuple_(col(EventRow.opened_at), col(EventRow.id))
        query = query.where(place < tuple_(literal(at, Instant), literal(last, Id)))
    rows = session.exec(query.order_by(col(EventRow.opened_at).desc(), col(EventRow.id).desc()).limit(limit))
    return [_event(row) for row in rows]


def _event(row: EventRow) -> Event:
    return Event(
        id=EventId(row.id),
        reference=row.reference,
        venue=VenueId(row.venue),
        disease=row.disease,
        window=Span(row.starts_at, row.ends_at),
        reason=row.reason,
        opened_by=OfficialId(row.opened_by),
        opened_at=row.opened_at,
        approved_by=None if row.approved_by is None else OfficialId(row.approved_by),
    )
