"""Passwords: Argon2id."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from app.domain.errors import NotNow

AT_ONCE: Final = 4
"""Passwords hashed at the same time in one process: 76 MiB."""

# As OWASP advises: 19 MiB, two passes, one lane; 21 ms on a small machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
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
