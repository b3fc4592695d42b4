"""The code behind what somebody typed, and the venue that a code leads to."""

from __future__ import annotations

from app.domain.codes import Code
from app.domain.errors import CodeUnknown
from app.domain.ids import VenueId
from app.domain.people import DeviceToken
from app.domain.typed_codes import TypedCode
from app.store import issued_codes, people
from app.store.db import Session
from app.vault.tokens import digest


def find_typed(session: Session, typed: TypedCode) -> Code:
    """The code behind nine digits.

    Raises:
        CodeUnknown: no venue has them.
    """
    place = issued_codes.by_typed_code(session, typed)
    if place is None:
        raise CodeUnknown(typed)
    return place.code.code


def venue_of_code(session: Session, code: Code) -> VenueId:
    """The venue that a code leads to.

    Raises:
        CodeUnknown: none.
    """
    place = issued_codes.by_codes(session, [code]).get(code)
    if place is None:
        raise CodeUnknown(code)
    return place.venue.id


def has_checked_in(session: Session, device: DeviceToken | None) -> bool:
    """Whether this browser has ever checked in."""
    return device is not None and digest(device) in people.by_tokens(session, [digest(device)])
