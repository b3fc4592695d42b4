"""Through which venues people became known: a trace listed them there, and then somebody looked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from app.domain.contacts import Standing
from app.domain.ids import CaseId, PersonId, VenueId
from app.store.bulk import batched
from app.store.canonical import canonical_of, with_joined
from app.store.tables import ContactRow, EventExposureRow, EventTraceRow, ExposureRow, TraceRow

_PERSONS_A_QUERY = 5000
_CONTACT: Final = canonical_of(col(ContactRow.person))
_LISTED: Final = canonical_of(col(EventExposureRow.person))
Through = tuple[PersonId, VenueId, datetime, CaseId | None]
"""Who, by which venue, when, and through which case; None is an event."""


def found_through(session: Session, persons: Iterable[PersonId]) -> list[Through]:
    """Venues by which a trace of a case made these persons contacts, or a trace of an event listed them."""
    found: list[Through] = []
    for some in batched(persons, _PERSONS_A_QUERY):
        of_cases = session.execute(
            with_joined(
                select(_CONTACT, col(ExposureRow.venue), col(ContactRow.decided_at), col(ContactRow.case))
                .select_from(ContactRow)
                .join(TraceRow, col(TraceRow.case) == col(ContactRow.case))
                .join(ExposureRow, col(ExposureRow.trace) == col(TraceRow.id)),
                col(ContactRow.person),
            )
            .where(
                _CONTACT.in_(some),
                col(ExposureRow.person) == col(ContactRow.person),
                col(ContactRow.standing) == Standing.CONTACT,
            )
            .distinct()
        )
        found += [(PersonId(p), VenueId(v), at, CaseId(c)) for p, v, at, c in of_cases if p is not None]
        of_events = session.execute(
            with_joined(
                select(_LISTED, col(EventExposureRow.venue), col(EventTraceRow.made_at))
                .select_from(EventExposureRow)
                .join(EventTraceRow, col(EventTraceRow.id) == col(EventExposureRow.trace)),
                col(EventExposureRow.person),
            )
            .where(_LISTED.in_(some))
            .distinct()
        )
        found += [(PersonId(p), VenueId(v), at, None) for p, v, at in of_events]
    return found
