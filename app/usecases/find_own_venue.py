"""A venue, for the owner whose it is. Shared by everything that an owner does with one."""

from __future__ import annotations

from app.domain.errors import VenueUnknown
from app.domain.ids import OwnerId, VenueId
from app.domain.venues import Venue
from app.store import venues
from app.store.db import Session


def owned(session: Session, venue: VenueId, owner: OwnerId) -> Venue:
    """A venue as its owner may see it.

    Raises:
        VenueUnknown: there is none, or it belongs to somebody else; the two answers are the same.
    """
    found = venues.get(session, venue)
    if found.owner != owner:
        raise VenueUnknown(str(venue))
    return found
