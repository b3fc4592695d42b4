"""Links by which a venue's staff begin and end their shift, so that no waiter needs the owner's key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.ids import VenueId

MOST_SHIFT_LINKS: Final = 20
"""At one venue: one a staff room."""
ENDING_LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class ShiftLink:
    """A link in force; its key is kept nowhere."""

    venue: VenueId
    ending: str
    """The last characters of the key, by which an owner tells one link from another."""
    made_at: datetime
