"""The installation destroys what must be gone: first the keys, then the rows. Runs every hour and by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.audit import AuditAction
from app.domain.events import TRACES_KEPT
from app.domain.policy import Policy
from app.domain.retention import closed_before, first_kept_day
from app.domain.spans import local_day
from app.store import audit, retention
from app.store.db import Database
from app.vault.keystore import KeyStore

_SIGN_INS_KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Ended:
    """What was destroyed, and how late."""

    key_days: list[date]
    visits: int
    """Rows deleted one by one; whole partitions are counted in `partitions`."""
    partitions: list[date]
    sealed_contacts: int
    cases: int
    event_traces: int
    lag_days: int
    """Whole days by which the oldest kept visit is overdue afterwards: 0 is right."""


def end_retention(database: Database, keys: KeyStore, *, policy: Policy, now: datetime) -> Ended:
    """Destroy keys and rows whose time has come; a second run finds nothing.

    The keys go first: should the machine stop in between, the rows that stay open nowhere.
    """
    first_kept = first_kept_day(policy, now=now)
    key_days = keys.destroy_before(first_kept)
    with database.reading() as session:
        expired = retention.cases_closed_before(session, closed_before(now=now))
    for case in expired:
        keys.destroy_case(case)
    partitions = retention.drop_old_partitions(database, first_kept)
    with database.writing() as session:
        visits, sealed = retention.delete_days_before(session, first_kept, policy.zone)
        retention.strip_cases(session, expired)
        of_events = retention.delete_event_traces_before(session, now - TRACES_KEPT)
        retention.delete_source_runs_before(session, closed_before(now=now))
        retention.delete_sign_ins_before(session, now - _SIGN_INS_KEPT)
        oldest = retention.oldest_visit(session)
        if key_days or visits or partitions or sealed or expired or of_events:
            audit.record(
                session,
                actor=None,
                action=AuditAction.RETENTION_ENDED,
                detail={
                    "first_kept": first_kept,
                    "key_days": len(key_days),
                    "visits": visits,
                    "partitions": len(partitions),
                    "sealed_contacts": sealed,
                    "cases": len(expired),
                    "event_traces": of_events,
                },
                now=now,
            )
    lag = 0 if oldest is None else (first_kept - local_day(oldest, policy.zone)).days
    return Ended(key_days, visits, partitions, sealed, len(expired), of_events, max(0, lag))
