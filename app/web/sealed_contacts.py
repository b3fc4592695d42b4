"""Contact details as a phone has sealed them, read from a form or a document."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from app.domain.ids import PersonId
from app.domain.people import SealedContact
from app.vault.tokens import read_bytes

LARGEST_CHECK_IN: Final = 16 * 1024
"""Bytes that a phone may send at once: twenty times what the longest check-in needs."""
UNREADABLE: Final = SealedContact(date.min, PersonId(UUID(int=0)), b"")
"""Admitted nowhere: a damaged seal is refused like a wrong one, and never takes the visit with it."""


def read_sealed(*, epoch: str, person: str, blob: str) -> SealedContact:
    """The day as 2026-11-23, a UUID, the blob in base64url; what cannot be read is `UNREADABLE`."""
    try:
        return SealedContact(date.fromisoformat(epoch), PersonId(UUID(person)), read_bytes(blob))
    except ValueError:
        return UNREADABLE
