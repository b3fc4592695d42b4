"""Passwords and second factors: Argon2id and the codes of an authenticator app (RFC 6238)."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import BoundedSemaphore
from typing import Final

import pyotp
from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from app.domain.errors import NotNow

AT_ONCE: Final = 4
"""Passwords hashed at the same time in one process: 76 MiB."""
TOTP_STEP_SECONDS: Final = 30
TOTP_DIGITS: Final = 6

# As OWASP advises: 19 MiB, two passes, one lane; 21 ms on a small machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
_SECRET_BYTES = 20
_SLOTS = BoundedSemaphore(AT_ONCE)
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$fBSVmrNSlITPi686GsNdeQ$767UAKlMwx2zI0IABdB+7rEmdUMDr2W7UUOA+JFzPS4"
"""A hash that stands in where there is none, so that an unknown user costs the same work."""


@contextmanager
def turn() -> Iterator[None]:
    """Hold one of the few places in which passwords are hashed.

    Nobody waits for a place: two hundred waiting sign-ins would hold every thread of the service, and people
    at doors would wait behind them.

    Raises:
        NotNow: all places are taken.
    """
    if not _SLOTS.acquire(blocking=False):
        raise NotNow
    try:
        yield
    finally:
        _SLOTS.release()


def hash_password(password: str) -> str:
    """What is kept of a password. Call it inside `turn`."""
    return _HASHER.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether this is the password; with nothing kept, never, after the same work. Call it inside `turn`."""
    try:
        _HASHER.verify(kept or _NOBODY, password)
    except VerifyMismatchError:
        return False
    return kept is not None


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
