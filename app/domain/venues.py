"""Places that print a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import OwnerId, VenueId
from app.domain.registrations import Registration


class VenueState(StrEnum):
    """Whether it takes check-ins."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Venue:
    """A place, possibly inside another."""

    id: VenueId
    registration: Registration
    owner: OwnerId | None
    state: VenueState
    registered_at: datetime
    ward: str | None
    """The official code of the ward that holds its position."""

    @property
    def name(self) -> str:
        """What it calls itself, in NFC."""
        return self.registration.name
