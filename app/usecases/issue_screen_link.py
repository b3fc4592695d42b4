"""An owner makes a link for a screen, sees which there are, and ends one."""

from __future__ import annotations

from datetime import datetime

from app.domain.code_errors import TooManyScreens
from app.domain.ids import OwnerId, VenueId
from app.domain.screen_links import ENDING_LENGTH, MOST_LINKS, ScreenLink
from app.domain.venues import Venue
from app.store import screen_links
from app.store.db import Session
from app.usecases.find_own_venue import owned
from app.vault.owner_keys import new_owner_key, read_owner_key
from app.vault.tokens import digest


def issue_screen_link(session: Session, venue: VenueId, owner: OwnerId, *, now: datetime) -> str:
    """The key of a new link, to be shown once: 100 random bits that can be typed on a television.

    Raises:
        VenueUnknown: not this owner's.
        TooManyScreens: there are twenty already.
    """
    found = owned(session, venue, owner)
    if len(screen_links.of_venue(session, venue)) >= MOST_LINKS:
        raise TooManyScreens(str(venue))
    key = new_owner_key()
    link = ScreenLink(found.id, key[-ENDING_LENGTH:], now)
    screen_links.add(session, digest(read_owner_key(key)), link)
    return key


def screens_of(
    session: Session, venue: VenueId, owner: OwnerId
) -> tuple[Venue, list[tuple[bytes, ScreenLink]]]:
    """The venue and its links, each with the SHA-256 by which it is ended.

    Raises:
        VenueUnknown: not this owner's.
    """
    return owned(session, venue, owner), screen_links.of_venue(session, venue)


def end_screen_link(session: Session, venue: VenueId, owner: OwnerId, token_sha256: bytes) -> None:
    """The screen with this link shows nothing any more. Ending twice is no error.

    Raises:
        VenueUnknown: not this owner's.
    """
    screen_links.remove(session, owned(session, venue, owner).id, token_sha256)
