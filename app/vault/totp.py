"""Second factors: the codes of an authenticator app (RFC 6238)."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from typing import Final

import pyotp

TOTP_STEP_SECONDS: Final = 30
TOTP_DIGITS: Final = 6

_SECRET_BYTES = 20


def enrolment_secret(key: bytes, token: bytes) -> bytes:
    """The second factor's secret that a set-up link offers: the same at each opening, and kept nowhere."""
    return hmac.digest(key, b"totp" + token, "sha256")[:_SECRET_BYTES]


def any_secret() -> bytes:
    """A secret that is nobody's, to be checked against where there is none."""
    return secrets.token_bytes(_SECRET_BYTES)


def totp_text(secret: bytes) -> str:
    """The secret as authenticator apps take it: 32 characters of base32."""
    return base64.b32encode(secret).decode()


def totp_address(secret: bytes, user_name: str, issuer: str) -> str:
    """What the QR code of an enrolment says."""
    return pyotp.TOTP(totp_text(secret)).provisioning_uri(name=user_name, issuer_name=issuer)


def totp_code(secret: bytes, step: int) -> str:
    """The six digits of one half minute."""
    return str(pyotp.TOTP(totp_text(secret)).generate_otp(step))


def matching_step(secret: bytes, code: str, *, after: int, now: datetime) -> int | None:
    """The half minute that a code belongs to: now, or one step either way for clocks that differ.

    A step up to `after` has been used, and a code works once: who looks over a shoulder comes too late.
    """
    digits = "".join(c for c in code if c.isascii() and c.isdigit())
    current = int(now.timestamp()) // TOTP_STEP_SECONDS
    found = None
    for step in (current - 1, current, current + 1):
        if hmac.compare_digest(totp_code(secret, step), digits) and step > after:
            found = step
    return found
