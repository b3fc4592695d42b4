"""Links that open a venue's screen and nothing else, so that no screen needs the owner's key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.ids import VenueId

MOST_LINKS: Final = 20
"""At one venue: a screen for each entrance of a stadium."""
ENDING_LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class ScreenLink:
    """A link in force; its key is kept nowhere."""

    venue: VenueId
    ending: str
    """The last characters of the key, by which an owner tells one screen from another."""
    made_at: datetime
