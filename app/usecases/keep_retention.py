"""Retention is ended on time, unless the clock is in doubt: what is destroyed never comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.clock_guard import ClockMark, is_doubtful
from app.domain.policy import Policy
from app.store import audit, clock_marks
from app.store.db import Database
from app.usecases.end_retention import Ended, end_retention
from app.vault.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class RetentionHeld:
    """Nothing was destroyed, and nothing will be until somebody has looked at the clock."""

    now: datetime
    believed: datetime
    """When a clock was believed last."""

    def __str__(self) -> str:
        days = (self.now - self.believed).days
        return (
            f"The clock shows {self.now:%Y-%m-%d %H:%M} UTC, {days} days after the last housekeeping. "
            "Nothing was destroyed. If the clock is wrong, set it right. "
            "If the service was off for so long, run: ghe retention --clock-is-right"
        )


def keep_retention(
    database: Database, keys: KeyStore, *, policy: Policy, now: datetime, clock_is_right: bool = False
) -> Ended | RetentionHeld:
    """Destroy what has left retention, or say why not.

    `clock_is_right`: somebody has compared the clock with another one.
    """
    with database.reading() as session:
        mark = clock_marks.mark(session)
    doubtful = is_doubtful(mark, now)
    if mark is not None and doubtful and not clock_is_right:
        if mark.held is None:  # the audit says so once, the log every hour
            _remember(database, replace(mark, held=now), AuditAction.RETENTION_HELD, now=now)
        return RetentionHeld(now, mark.believed)
    _remember(database, ClockMark(now), AuditAction.CLOCK_CONFIRMED if doubtful else None, now=now)
    return end_retention(database, keys, policy=policy, now=now)


def _remember(database: Database, mark: ClockMark, action: AuditAction | None, *, now: datetime) -> None:
    with database.writing() as session:
        clock_marks.save(session, mark, now=now)
        if action is not None:
            audit.record(session, actor=None, action=action, detail={"believed": mark.believed}, now=now)
