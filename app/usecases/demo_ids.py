"""Who is who in a demo city: every id follows from the seed, so its phones can be played from outside."""

from __future__ import annotations

import hashlib
from uuid import UUID

from app.domain.codes import Code, make_code
from app.domain.ids import PersonId, VenueId, VisitId, new_visit_id
from app.domain.people import DeviceToken
from app.domain.typed_codes import TypedCode, make_typed_code
from app.simulation.columns import moment
from app.simulation.scans import Scans


def person_id(seed: int, person: int) -> PersonId:
    """A resident's person."""
    return PersonId(UUID(bytes=_digest(seed, "person", person)[:16]))


def device_of(seed: int, person: int) -> DeviceToken:
    """The token that the resident's phone holds. In a demo it is no secret."""
    return DeviceToken(_digest(seed, "device", person))


def venue_id(seed: int, venue: int) -> VenueId:
    """A venue of the city."""
    return VenueId(UUID(bytes=_digest(seed, "venue", venue)[:16], version=4))


def code_of(seed: int, venue: int) -> Code:
    """What its poster carries."""
    return make_code(int.from_bytes(_digest(seed, "code", venue)[:10], "big"))


def typed_codes(seed: int, venues: int) -> list[TypedCode]:
    """The nine digits of each venue; a number that is taken moves up by one."""
    taken: set[int] = set()
    found = []
    for venue in range(venues):
        number = int.from_bytes(_digest(seed, "typed", venue)[:8], "big") % 10**8
        while number in taken:
            number = (number + 1) % 10**8
        taken.add(number)
        found.append(make_typed_code(number))
    return found


def visit_id(scans: Scans, row: int) -> VisitId:
    """The id that the phone makes at this scan."""
    randomness = int(scans.high[row]) << 64 | int(scans.low[row])
    return new_visit_id(moment(int(scans.entered[row])), randomness)


def _digest(seed: int, what: str, number: int) -> bytes:
    return hashlib.sha256(f"ghe demo {seed} {what} {number}".encode()).digest()
