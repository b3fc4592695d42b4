"""An owner makes a link by which staff begin their shift, sees which there are, and ends one."""

from __future__ import annotations

from datetime import datetime

from app.domain.ids import OwnerId, VenueId
from app.domain.policy import Policy
from app.domain.shift_links import ENDING_LENGTH, MOST_SHIFT_LINKS, ShiftLink
from app.domain.spans import Span
from app.domain.stay_errors import TooManyShiftLinks
from app.domain.venues import Venue
from app.store import shift_links, visits
from app.store.db import Session
from app.usecases.find_own_venue import owned
from app.vault.owner_keys import new_owner_key, read_owner_key
from app.vault.tokens import digest


def issue_shift_link(session: Session, venue: VenueId, owner: OwnerId, *, now: datetime) -> str:
    """The key of a new link, to be shown once: 100 random bits that stand on the wall of a staff room.

    Raises:
        VenueUnknown: not this owner's.
        TooManyShiftLinks: there are twenty already.
    """
    found = owned(session, venue, owner)
    if len(shift_links.of_venue(session, venue)) >= MOST_SHIFT_LINKS:
        raise TooManyShiftLinks(str(venue))
    key = new_owner_key()
    link = ShiftLink(found.id, key[-ENDING_LENGTH:], now)
    shift_links.add(session, digest(read_owner_key(key)), link)
    return key


def shifts_of(
    session: Session, venue: VenueId, owner: OwnerId, *, policy: Policy, now: datetime
) -> tuple[Venue, list[tuple[bytes, ShiftLink]], int]:
    """The venue, its links with the SHA-256 by which each is ended, and how many are on their shift now.

    Raises:
        VenueUnknown: not this owner's.
    """
    found = owned(session, venue, owner)
    there = visits.on_shift(session, venue, Span(now - policy.longest_stay, now + policy.clock_skew))
    return found, shift_links.of_venue(session, venue), there


def end_shift_link(session: Session, venue: VenueId, owner: OwnerId, token_sha256: bytes) -> None:
    """No shift begins with this link any more. Ending twice is no error.

    Raises:
        VenueUnknown: not this owner's.
    """
    shift_links.remove(session, owned(session, venue, owner).id, token_sha256)
