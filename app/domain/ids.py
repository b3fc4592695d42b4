"""Names for the identifiers, and the one kind of id that carries a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NewType
from uuid import UUID

from app.domain.errors import VisitIdMalformed

VenueId = NewType("VenueId", UUID)
ZoneId = NewType("ZoneId", UUID)
VisitId = NewType("VisitId", UUID)
PersonId = NewType("PersonId", UUID)
"""128 random bits that never stand in a visit."""
Pseudonym = NewType("Pseudonym", UUID)
"""A person on one day: the person enciphered under that day's link key."""
OwnerId = NewType("OwnerId", UUID)
OfficialId = NewType("OfficialId", UUID)
CaseId = NewType("CaseId", UUID)
EventId = NewType("EventId", UUID)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_RANDOM_BITS = 74
_KIND, _VERSION_7 = 0xF << 14 | 0b11, 7 << 14 | 0b10
"""Version and variant in a UUID without its last 62 bits, and what they say where it holds a time."""


def time_ordered(at: datetime, randomness: int) -> UUID:
    """A UUID version 7 (RFC 9562, section 5.7) of the millisecond `at` and 74 random bits."""
    milliseconds = (at - _EPOCH) // _MILLISECOND
    high, low = randomness >> 62 & 0xFFF, randomness & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 0b10 << 62 | low)


def new_visit_id(at: datetime, randomness: int) -> VisitId:
    """The id a phone makes at the scan; `entered_at` reads the time back."""
    return VisitId(time_ordered(at, randomness & (1 << _RANDOM_BITS) - 1))


def entered_at(visit: VisitId) -> datetime:
    """The millisecond inside the id: the time of entry, never clamped, never edited.

    Raises:
        VisitIdMalformed: the id is not a version 7 UUID, or its time is beyond the calendar.
    """
    number = visit.int
    # As UUID's own `version` says it, at a fifth of the time: a check-in asks for this seven times.
    if number >> 62 & _KIND != _VERSION_7:
        raise VisitIdMalformed(str(visit))
    try:
        return _EPOCH + timedelta(milliseconds=number >> 80)
    except OverflowError:
        raise VisitIdMalformed(str(visit)) from None
