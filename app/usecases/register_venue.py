"""An owner registers a venue and gets its code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain import look_alikes as rules
from app.domain.errors import VenueUnknown
from app.domain.ids import OwnerId, VenueId
from app.domain.issued_codes import IssuedCode
from app.domain.registrations import Registration
from app.domain.venues import Venue, VenueState
from app.store import venue_search, venues
from app.store.db import Session
from app.usecases.find_ward import ward_of
from app.usecases.issue_code import current_code, issue_code


@dataclass(frozen=True, slots=True)
class Registered:
    """A new venue and the code it prints."""

    venue: Venue
    code: IssuedCode


def look_alikes(session: Session, registration: Registration) -> list[Venue]:
    """Venues nearby that may be the same one: shown before a second registration is kept."""
    nearby = venue_search.near(session, registration, metres=rules.LOOK_ALIKE_METRES)
    return rules.look_alikes(registration, nearby)


def register_venue(
    session: Session, venue: VenueId, registration: Registration, owner: OwnerId | None, *, now: datetime
) -> Registered:
    """Keep a venue under the id that its form carried, and issue its first code; sent twice, it is kept once.

    Raises:
        VenueUnknown: the parent does not exist, or the id is another owner's venue.
    """
    if (there := venues.by_ids(session, [venue]).get(venue)) is not None:
        if there.owner != owner:
            raise VenueUnknown(str(venue))
        return Registered(there, current_code(session, venue))
    if registration.parent is not None:
        venues.get(session, registration.parent)
    ward = ward_of(session, registration.position)
    new = Venue(venue, registration, owner, VenueState.OPEN, now, ward)
    venues.add(session, new)
    return Registered(new, issue_code(session, venue, now))
