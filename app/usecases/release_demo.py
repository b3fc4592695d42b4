"""A demo city releases its public map, week after week, as far as its numbers reach."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.domain.errors import Refusal
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.windows import A_WEEK, Window
from app.store import map_releases
from app.store.db import Database
from app.usecases.release_counts import release_counts


def release_demo(database: Database, *, policy: Policy, now: datetime) -> int:
    """Release what is due: at first the last week but one, so that a quiet one can wait for the last.

    Returns how many releases were made; a city without enough days or cases makes none.
    """
    with database.reading() as session:
        begun = map_releases.newest(session) is not None
    yesterday = local_day(now, policy.zone) - timedelta(days=1)
    made = 0
    if not begun:
        made += _released(database, Window.week(yesterday - timedelta(days=A_WEEK)).last, policy, now)
    while _released(database, None, policy, now):
        made += 1
    return made


def _released(database: Database, until: date | None, policy: Policy, now: datetime) -> bool:
    try:
        with database.writing() as session:
            release_counts(session, until=until, policy=policy, now=now)
    except Refusal:
        return False
    return True
