"""The installation destroys what must be gone: first the keys, then the rows. Runs every hour and by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.audit import AuditAction
from app.domain.events import TRACES_KEPT
from app.domain.policy import Policy
from app.domain.retention import closed_before, first_kept_day
from app.domain.spans import local_day
from app.store import audit, cards, notices, retention, visit_retention
from app.store.db import Database
from app.usecases.end_exports import end_exports
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
    cards: int
    """Cards deleted after their last day and the visits made with them."""
    card_keys: list[int]
    """Years whose card-register key was destroyed."""
    exports: int
    """Exports of visits whose key was destroyed, and their files with it where they were found."""
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
    card_keys = _destroy_card_keys(database, keys, policy=policy, now=now)
    exports = end_exports(keys, first_kept=first_kept, now=now)
    partitions = visit_retention.drop_old_partitions(database, first_kept)
    visits = visit_retention.delete_visits_before(database, first_kept, policy.zone)
    oldest = visit_retention.oldest_visit(database)
    sealed = retention.delete_sealed_before(database, first_kept)
    with database.writing() as session:
        retention.strip_cases(session, expired)
        of_events = retention.delete_event_traces_before(session, now - TRACES_KEPT)
        expired_cards = cards.delete_expired(session, first_kept=first_kept)
        retention.delete_source_runs_before(session, closed_before(now=now))
        notices.delete_without_case_before(session, now - TRACES_KEPT)
        retention.delete_sign_ins_before(session, now - _SIGN_INS_KEPT)
        gone = (key_days, visits, partitions, sealed, expired, of_events, expired_cards, card_keys, exports)
        if any(gone):
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
                    "cards": expired_cards,
                    "card_keys": len(card_keys),
                    "exports": len(exports),
                },
                now=now,
            )
    lag = 0 if oldest is None else (first_kept - local_day(oldest, policy.zone)).days
    return Ended(
        key_days,
        visits,
        partitions,
        sealed,
        len(expired),
        of_events,
        expired_cards,
        card_keys,
        len(exports),
        max(0, lag),
    )


def _destroy_card_keys(database: Database, keys: KeyStore, *, policy: Policy, now: datetime) -> list[int]:
    """Destroy the keys of past years to which no card is sealed any more that was valid within retention.

    Yesterday's year is spared, so that a card which is being registered at midnight finds its key.
    """
    with database.reading() as session:
        needed = cards.key_years(session, first_kept=first_kept_day(policy, now=now))
    yesterday = local_day(now, policy.zone) - timedelta(days=1)
    return keys.cards.destroy(before=yesterday.year, kept=needed)
