"""A phone asks which keys sign posters and which codes have ended, so that it can check one offline."""

from __future__ import annotations

from datetime import datetime

from app.domain.spans import Span
from app.store import issued_codes
from app.store.db import Session
from app.vault.code_lists import signed_list
from app.vault.keystore import KeyStore


def publish_code_list(session: Session, *, keys: KeyStore, since: datetime | None, now: datetime) -> bytes:
    """The list of what ended since a moment, or of everything; the same for everybody who asks in one hour.

    Codes that ended before the oldest key in force was made are left out: none of these keys has signed them.
    So retiring old keys keeps the list short.
    """
    in_force = keys.codes.in_force() or [keys.codes.newest(now=now)]
    start = max(in_force[0].made_at, since or in_force[0].made_at)
    ended = issued_codes.ended_codes(session, Span(start, now)) if start < now else []
    hour = now.replace(minute=0, second=0, microsecond=0)
    return signed_list(in_force, keys.codes.retired(), ended, since=since, issued=hour)
