"""An administrator takes an account out of service, or back into it."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.errors import NotOneself
from app.domain.ids import OfficialId
from app.store import audit, officials, sessions
from app.store.db import Session
from app.usecases.find_official import find_official


def disable(session: Session, official: OfficialId, *, by: OfficialId, now: datetime) -> None:
    """Take an account out of service and end its sessions at once.

    Raises:
        OfficialUnknown: nobody has this id.
        NotOneself: it is one's own.
    """
    if official == by:
        raise NotOneself
    found = find_official(session, official)
    if found.disabled_at is None:
        officials.save_disabled(session, official, now)
        detail = {"official": official, "ended": sessions.end_all(session, official, now=now)}
        audit.record(session, actor=by, action=AuditAction.OFFICIAL_DISABLED, detail=detail, now=now)


def enable(session: Session, official: OfficialId, *, by: OfficialId, now: datetime) -> None:
    """Take an account back into service.

    Raises:
        OfficialUnknown: nobody has this id.
    """
    found = find_official(session, official)
    if found.disabled_at is not None:
        officials.save_disabled(session, official, None)
        detail = {"official": official}
        audit.record(session, actor=by, action=AuditAction.OFFICIAL_ENABLED, detail=detail, now=now)
