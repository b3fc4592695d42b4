"""What lets a venue's staff page end or undo one visit that it has just recorded by card, and nothing else.

Not the check-out token of a receipt: with that one staff could leave other contact details for the holder.
"""

from __future__ import annotations

import hmac

from app.domain.ids import VenueId, VisitId
from app.vault.tokens import written

_BYTES = 16


def door_token(token_key: bytes, venue: VenueId, visit: VisitId) -> str:
    """Derived from the day's token key, so nothing is stored, and it dies with the day."""
    return written(hmac.digest(token_key, b"card door" + venue.bytes + visit.bytes, "sha256")[:_BYTES])


def is_door_token(text: str, token_key: bytes, venue: VenueId, visit: VisitId) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(text.encode(), door_token(token_key, venue, visit).encode())
