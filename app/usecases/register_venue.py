"""An owner registers a venue and gets its code; the owner replaces a code that was stolen or worn out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain import venues as rules
from app.domain.codes import Code, IssuedCode, TypedCode, make_code, make_typed_code
from app.domain.errors import VenueUnknown
from app.domain.ids import OwnerId, VenueId
from app.domain.policy import Policy
from app.domain.venues import Registration, Venue, VenueState
from app.store import venues
from app.store.db import Session
from app.usecases.find_ward import ward_of


@dataclass(frozen=True, slots=True)
class Registered:
    """A new venue and the code it prints."""

    venue: Venue
    code: IssuedCode


def look_alikes(session: Session, registration: Registration) -> list[Venue]:
    """Venues nearby that may be the same one: shown before a second registration is kept."""
    nearby = venues.near(session, registration, metres=rules.LOOK_ALIKE_METRES)
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
    return Registered(new, _issue(session, venue, now))


def owned(session: Session, venue: VenueId, owner: OwnerId) -> Venue:
    """A venue as its owner may see it.

    Raises:
        VenueUnknown: there is none, or it belongs to somebody else; the two answers are the same.
    """
    found = venues.get(session, venue)
    if found.owner != owner:
        raise VenueUnknown(str(venue))
    return found


def current_code(session: Session, venue: VenueId) -> IssuedCode:
    """The code that new posters carry.

    Raises:
        VenueUnknown: the venue has no code.
    """
    codes = venues.codes_of(session, venue)
    if not codes:
        raise VenueUnknown(str(venue))
    return codes[0]


def replace_code(
    session: Session, venue: Venue, *, stolen: bool, policy: Policy, now: datetime
) -> IssuedCode:
    """Issue a new code. A stolen one stops at once; a worn one works on while posters are changed."""
    for code in venues.codes_of(session, venue.id):
        if code.revoked_at is None and (code.valid_until is None or code.valid_until > now):
            grace = timedelta() if stolen else policy.code_grace
            ended = replace(code, valid_until=now + grace)
            venues.save_code(session, replace(ended, revoked_at=now) if stolen else ended)
    return _issue(session, venue.id, now)


def _issue(session: Session, venue: VenueId, now: datetime) -> IssuedCode:
    typed = _free_typed_code(session)
    code = IssuedCode(Code(make_code(secrets.randbits(80))), typed, venue, None, now)
    venues.add_code(session, code)
    return code


def _free_typed_code(session: Session) -> TypedCode:
    while True:
        typed = make_typed_code(secrets.randbelow(10**8))
        if not venues.typed_code_taken(session, typed):
            return typed
