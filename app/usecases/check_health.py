"""An operator, or a machine for one, asks whether a check-in could be kept now."""

from __future__ import annotations

from datetime import datetime

from app.domain.policy import Policy
from app.domain.spans import local_day
from app.store import clock_marks, migrate, partitions
from app.store.db import Database
from app.vault.keystore import KeyStore


def check_health(
    database: Database, keys: KeyStore, *, policy: Policy, newest_revision: str, now: datetime
) -> dict[str, bool]:
    """Each condition by name: true when it holds."""
    today = local_day(now, policy.zone)
    answers = database.answers()
    return {
        "database": answers,
        "migrations": answers and migrate.revision(database) == newest_revision,
        "partitions": answers and partitions.partitions_ready(database, today),
        "keys": keys.has(today),
    }


def warnings(database: Database) -> list[str]:
    """What an operator has to look at, although check-ins can be kept."""
    with database.reading() as session:
        mark = clock_marks.mark(session)
    return ["retention-held"] if mark is not None and mark.held is not None else []
