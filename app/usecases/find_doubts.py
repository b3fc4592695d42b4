"""What the visits that a trace has gathered say about each other: bursts, and ways that nobody travels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.domain.assurance import Flag
from app.domain.doubts import bursts, too_fast
from app.domain.ids import PersonId, VenueId
from app.domain.venues import Venue
from app.domain.visits import Visit
from app.store import venues, visits
from app.store.db import Session


def with_doubts(
    session: Session,
    arrived: Iterable[Visit],
    places: Mapping[VenueId, Venue],
    named: Sequence[tuple[Visit, PersonId]],
) -> list[tuple[Visit, PersonId]]:
    """The same visits, flagged by what visits say about each other.

    Bursts are looked for among all that arrived; ways among all visits of a person's day, under the day's
    pseudonym: two queries, and no further pseudonym is opened for it.

    Args:
        session: To read with.
        arrived: All visits at the venues in question, in their time.
        places: These venues.
        named: Those that matter, with the person behind each.
    """
    known = {visit.id: visit for visit, _ in named}
    known |= {visit.id: visit for visit in visits.of_pseudonyms(session, {v.pseudonym for v, _ in named})}
    everywhere = venues.by_many_ids(session, {visit.venue for visit in known.values()})
    crowded = bursts(arrived, places)
    far = too_fast((visit for visit in known.values() if visit.withdrawn_at is None), everywhere)
    return [
        (replace(visit, flags=visit.flags | _flags(visit.id in crowded, visit.id in far)), person)
        for visit, person in named
    ]


def _flags(crowded: bool, far: bool) -> Flag:  # noqa: FBT001 - read together with their names
    return (Flag.BURST if crowded else Flag(0)) | (Flag.IMPOSSIBLE_TRAVEL if far else Flag(0))
