"""An official signs out, here or everywhere."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.ids import OfficialId
from app.store import audit, sessions
from app.store.db import Session
from app.vault.tokens import digest


def sign_out(session: Session, cookie: bytes, *, now: datetime) -> None:
    """End the session of a cookie."""
    found = sessions.get(session, digest(cookie))
    if found is None or found.official is None or not found.alive(now):
        return
    sessions.end(session, digest(cookie), now=now)
    audit.record(session, actor=found.official, action=AuditAction.SIGNED_OUT, now=now)


def end_all_sessions(session: Session, official: OfficialId, *, by: OfficialId, now: datetime) -> None:
    """Sign an official out everywhere."""
    ended = sessions.end_all(session, official, now=now)
    detail = {"official": official, "ended": ended}
    audit.record(session, actor=by, action=AuditAction.SESSIONS_ENDED, detail=detail, now=now)
