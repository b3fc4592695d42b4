"""A venue owner is known by an *owner key*: shown once at the first registration, typed to come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from app.domain.errors import OwnerKeyUnknown
from app.domain.ids import OwnerId
from app.domain.sessions import SEEN_STEP
from app.domain.sessions import Session as SignedIn
from app.store import owners, sessions
from app.store.db import Session
from app.vault.owner_keys import new_owner_key, read_owner_key
from app.vault.tokens import digest, new_session_token


@dataclass(frozen=True, slots=True)
class NewOwner:
    """What the first registration hands out."""

    owner: OwnerId
    key: str
    """20 characters in groups of 4; kept nowhere."""
    cookie: bytes


def add_owner(session: Session, *, now: datetime) -> NewOwner:
    """Make an owner, signed in."""
    owner, key = OwnerId(uuid4()), new_owner_key()
    owners.add(session, owner, digest(read_owner_key(key)), now=now)
    return NewOwner(owner, key, _start(session, owner, now))


def sign_in_owner(session: Session, key: str, *, now: datetime) -> bytes:
    """Start a session; returns what the cookie holds.

    Raises:
        OwnerKeyUnknown: no owner has this key.
    """
    owner = owners.by_key(session, digest(read_owner_key(key)))
    if owner is None:
        raise OwnerKeyUnknown
    return _start(session, owner, now)


def sign_out(session: Session, cookie: bytes, *, now: datetime) -> None:
    """End the session of a cookie."""
    sessions.end(session, digest(cookie), now=now)


def signed_in_owner(session: Session, cookie: bytes, *, now: datetime) -> OwnerId | None:
    """The owner of a living session, or None."""
    found = sessions.get(session, digest(cookie))
    return found.owner if found is not None and found.alive(now) else None


def keep_alive(session: Session, cookie: bytes, *, now: datetime) -> None:
    """Note that the session was used, at most once a minute."""
    found = sessions.get(session, digest(cookie))
    if found is not None and found.alive(now) and now - found.seen_at >= SEEN_STEP:
        sessions.touch(session, digest(cookie), now=now)


def _start(session: Session, owner: OwnerId, now: datetime) -> bytes:
    cookie = new_session_token()
    sessions.add(session, digest(cookie), SignedIn(None, owner, now, now))
    return cookie
