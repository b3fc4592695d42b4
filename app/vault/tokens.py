"""Secrets that people carry, and the little the server keeps of them."""

from __future__ import annotations

import binascii
import hashlib
import hmac
import secrets

from app.domain.ids import VenueId, VisitId
from app.domain.people import TOKEN_BYTES, DeviceToken
from app.domain.recovery_codes import RANDOM_DIGITS, RecoveryCode, make_recovery_code

_CHECK_OUT_BYTES = 16


def new_device_token() -> DeviceToken:
    """256 fresh random bits."""
    return DeviceToken(secrets.token_bytes(TOKEN_BYTES))


def new_recovery_code() -> RecoveryCode:
    """79 fresh random bits as digits."""
    return make_recovery_code(secrets.randbelow(10**RANDOM_DIGITS))


def recovery_token(code: RecoveryCode) -> DeviceToken:
    """The device token that a recovery code stands for: to the server it is a browser like any other.

    A plain hash, because there is nothing to slow down: 79 bits are not guessed.
    """
    return DeviceToken(hashlib.sha256(b"ghe recovery" + code.encode()).digest())


def digest(secret: bytes) -> bytes:
    """What is stored of a secret of full entropy: its SHA-256, 32 bytes."""
    return hashlib.sha256(secret).digest()


def written(secret: bytes) -> str:
    """A secret as a cookie or a form carries it."""
    text = binascii.b2a_base64(secret, newline=False).decode()
    return text.rstrip("=").replace("+", "-").replace("/", "_")


def read_bytes(text: str) -> bytes:
    """What `written` wrote.

    Raises:
        ValueError: it is not base64url.
    """
    plain = text.replace("-", "+").replace("_", "/")
    return binascii.a2b_base64(plain + "=" * (-len(text) % 4), strict_mode=True)


def read_token(text: str | None) -> DeviceToken | None:
    """A device token from a cookie or a form; None when it is not one."""
    if text is None:
        return None
    try:
        raw = read_bytes(text)
    except ValueError:
        return None
    return DeviceToken(raw) if len(raw) == TOKEN_BYTES else None


def check_out_token(token_key: bytes, venue: VenueId, visit: VisitId) -> str:
    """What lets a browser without cookies end this one visit and nothing else.

    Derived from the day's token key, so nothing is stored, and it dies with the day.
    """
    # Not `hmac.digest`: that lets other threads in each time, and under load they keep the recorder waiting.
    mac = hmac.new(token_key, b"check-out" + venue.bytes + visit.bytes, "sha256").digest()
    return written(mac[:_CHECK_OUT_BYTES])


def is_check_out_token(text: str, token_key: bytes, venue: VenueId, visit: VisitId) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(text.encode(), check_out_token(token_key, venue, visit).encode())


def sign_number(token_key: bytes, venue: VenueId, hour: int) -> int:
    """The number behind a venue's sign of the hour: the same for everybody there, another each day."""
    return int.from_bytes(hmac.digest(token_key, b"sign" + venue.bytes + bytes([hour]), "sha256")[:4], "big")


def new_session_token() -> bytes:
    """What a signed-in browser's cookie holds: 256 fresh random bits."""
    return secrets.token_bytes(TOKEN_BYTES)
