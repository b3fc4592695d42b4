"""An official's session: begun at a sign-in, found by its cookie, kept alive while it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.sessions import SEEN_STEP
from app.domain.sessions import Session as SignedIn
from app.store import officials, sessions
from app.store.db import Session
from app.vault.tokens import digest, new_session_token


def start_session(session: Session, official: OfficialId, *, now: datetime) -> bytes:
    """A new session under a new id; returns what the cookie holds."""
    cookie = new_session_token()
    sessions.add(session, digest(cookie), SignedIn(official, None, now, now))
    return cookie


@dataclass(frozen=True, slots=True)
class Presence:
    """A signed-in official, and whether it is time to note that the session is in use."""

    official: Official
    stale: bool


def signed_in_official(session: Session, cookie: bytes, *, now: datetime) -> Presence | None:
    """The official of a living session; None when it has ended or the account was disabled."""
    found = sessions.get(session, digest(cookie))
    if found is None or found.official is None or not found.alive(now):
        return None
    official = officials.get(session, found.official)
    if official is None or official.disabled_at is not None:
        return None
    return Presence(official, now - found.seen_at >= SEEN_STEP)


def keep_alive(session: Session, cookie: bytes, *, now: datetime) -> None:
    """Note that a session is in use, unless it has ended meanwhile."""
    found = sessions.get(session, digest(cookie))
    if found is not None and found.alive(now):
        sessions.touch(session, digest(cookie), now=now)
