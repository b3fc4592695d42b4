"""A venue's code: the one that new posters carry, and a new one. Shared by registering and replacing."""

from __future__ import annotations

import secrets
from datetime import datetime

from app.domain.codes import Code, make_code
from app.domain.errors import VenueUnknown
from app.domain.ids import VenueId, ZoneId
from app.domain.issued_codes import IssuedCode
from app.domain.typed_codes import TypedCode, make_typed_code
from app.store import issued_codes
from app.store.db import Session


def current_code(session: Session, venue: VenueId) -> IssuedCode:
    """The code that new posters carry.

    Raises:
        VenueUnknown: the venue has no code.
    """
    codes = issued_codes.codes_of(session, venue)
    if not codes:
        raise VenueUnknown(str(venue))
    return codes[0]


def issue_code(session: Session, venue: VenueId, now: datetime, *, zone: ZoneId | None = None) -> IssuedCode:
    """A new code for a venue, or for one of its zones, kept."""
    typed = _free_typed_code(session)
    code = IssuedCode(Code(make_code(secrets.randbits(80))), typed, venue, zone, now)
    issued_codes.add_code(session, code)
    return code


def _free_typed_code(session: Session) -> TypedCode:
    while True:
        typed = make_typed_code(secrets.randbelow(10**8))
        if not issued_codes.typed_code_taken(session, typed):
            return typed
