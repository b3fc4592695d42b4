"""What the visits that a trace has gathered say about each other: bursts, and ways that nobody travels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.assurance import Flag
from app.domain.doubts import doubts
from app.domain.ids import PersonId, VenueId
from app.domain.spans import Span
from app.domain.visits import Visit
from app.store import venues, visits
from app.store.db import Session


def with_doubts(
    session: Session, windows: Mapping[VenueId, Span], named: Sequence[tuple[Visit, PersonId]]
) -> list[tuple[Visit, PersonId]]:
    """The same visits, flagged by what they say about each other.

    Whoever was there in a window is looked at over that whole day, under the day's pseudonym: two queries,
    and no further pseudonym is opened for it.
    """
    there = {
        visit.pseudonym
        for visit, _ in named
        if visit.venue in windows and (visit.left_at is None or visit.left_at > windows[visit.venue].start)
    }
    known = {visit.id: visit for visit, _ in named}
    known |= {visit.id: visit for visit in visits.of_pseudonyms(session, there)}
    places = venues.by_many_ids(session, {visit.venue for visit in known.values()})
    flags = doubts(known.values(), places)
    return [
        (replace(visit, flags=visit.flags | flags.get(visit.id, Flag(0))), person) for visit, person in named
    ]
