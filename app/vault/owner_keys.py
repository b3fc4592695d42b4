"""The key of an owner: short enough to copy down."""

from __future__ import annotations

import secrets

from app.domain.codes import ALPHABET

_OWNER_KEY_LENGTH = 20  # of 32 characters: 100 bits


def new_owner_key() -> str:
    """100 random bits that a person can copy down: five groups of four."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(_OWNER_KEY_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, _OWNER_KEY_LENGTH, 4))


def read_owner_key(text: str) -> bytes:
    """A typed owner key in the one form that is hashed: capitals, no separators, O as 0, I and L as 1."""
    plain = "".join(c for c in text.upper() if c.isalnum())
    return plain.translate(str.maketrans("OIL", "011")).encode()
