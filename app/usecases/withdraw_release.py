"""A patient takes back what was handed over to a case."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.domain.audit import AuditAction
from app.domain.errors import ReleaseUnknown
from app.domain.people import DeviceToken
from app.domain.releases import Release, withdrawn
from app.store import audit, case_visits, releases
from app.store.db import Session
from app.vault.tokens import digest


def withdraw_release(
    session: Session, release: UUID, device: DeviceToken | None, *, now: datetime
) -> Release:
    """Take back what this phone handed over, within a day.

    Raises:
        ReleaseUnknown: not this phone's.
        ReleaseExpired: the day is over.
    """
    found = releases.get(session, release)
    if found is None or device is None:
        raise ReleaseUnknown
    done = withdrawn(found, digest(device), now=now)
    if done != found:
        releases.save(session, done)
        count = case_visits.remove_visits(session, done.case, release=done.id, now=now)
        audit.record(
            session,
            actor=None,
            action=AuditAction.RELEASE_WITHDRAWN,
            case=done.case,
            detail={"release": done.id, "visits": count},
            now=now,
        )
    return done
