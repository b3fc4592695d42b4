"""Somebody opens the shift link of the place where they work: are they on their shift already?"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from app.domain import visits as rules
from app.domain.assurance import Assurance
from app.domain.codes import Code
from app.domain.errors import VenueClosed
from app.domain.ids import VisitId, new_visit_id
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.stay_errors import ShiftLinkUnknown
from app.domain.venues import Venue, VenueState
from app.store import people, shift_links, venues, visits
from app.store.db import Session
from app.usecases.give_receipt import Receipt, receipt
from app.usecases.issue_code import current_code
from app.usecases.name_person import names_of
from app.vault.keystore import KeyStore
from app.vault.owner_keys import read_owner_key
from app.vault.tokens import digest, new_device_token


@dataclass(frozen=True, slots=True)
class Shift:
    """What the page of a shift needs."""

    venue: Venue
    code: Code
    """What the check-in is recorded under: it must be in force, and it stands on no page of a shift."""
    visit: VisitId
    """Made now, for a browser that cannot make its own."""
    fresh_device: DeviceToken | None
    """For a browser that has no token yet."""
    here: Receipt | None
    """The shift that has begun and not ended."""


def open_shift(
    session: Session, key: str, device: DeviceToken | None, *, keys: KeyStore, policy: Policy, now: datetime
) -> Shift:
    """The page behind a shift link, however its key is spelt.

    Raises:
        ShiftLinkUnknown: no link has this key, or it was ended.
        VenueClosed: the venue takes no check-ins.
    """
    link = shift_links.get(session, digest(read_owner_key(key)))
    if link is None:
        raise ShiftLinkUnknown
    venue = venues.get(session, link.venue)
    if venue.state is not VenueState.OPEN:
        raise VenueClosed(str(venue.id))
    here = None if device is None else _shift_of(session, venue, device, keys=keys, policy=policy, now=now)
    return Shift(
        venue,
        current_code(session, venue.id).code,
        new_visit_id(now, secrets.randbits(80)),
        new_device_token() if device is None else None,
        here,
    )


def _shift_of(
    session: Session, venue: Venue, device: DeviceToken, *, keys: KeyStore, policy: Policy, now: datetime
) -> Receipt | None:
    person = people.by_tokens(session, [digest(device)]).get(digest(device))
    if person is None:
        return None
    names = names_of(people.all_of(session, person), now, keys=keys, policy=policy)
    for visit in reversed(visits.of_pseudonyms(session, names)):
        shift = visit.venue == venue.id and visit.assurance is Assurance.STAFF
        if shift and rules.is_open(visit, now, policy):
            return receipt(visit, venue, keys=keys, policy=policy)
    return None
