"""What the installation does for itself at every start and every hour: keys, partitions, boundaries."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from app.domain.policy import Policy
from app.domain.spans import days_between, local_day
from app.store import imports, partitions
from app.store.db import Database
from app.store.lock import wait_for_turn
from app.usecases.follow_boundaries import follow_boundaries
from app.usecases.run_poster_jobs import clear_poster_jobs
from app.vault.keystore import DAYS_AHEAD, KeyStore


def keep_house(
    database: Database, keys: KeyStore, *, policy: Policy, now: datetime, posters: Path | None = None
) -> None:
    """Make the keys and the partitions of the days that visits may fall on; follow the boundaries of today.

    Does nothing the second time. In `posters` it removes what has waited for its owner long enough.
    """
    today = local_day(now, policy.zone)
    first = today - timedelta(days=1) - policy.oldest_entry
    keys.ensure(days_between(first, today + timedelta(days=DAYS_AHEAD)))
    partitions.ensure_partitions(database, policy.zone, now=now)
    with database.reading() as session:
        overdue = imports.overdue(session, today)
    if overdue:
        with database.writing() as session:
            wait_for_turn(session, "boundaries")
            follow_boundaries(session, today)
    if posters is not None:
        clear_poster_jobs(database, posters, now=now)
