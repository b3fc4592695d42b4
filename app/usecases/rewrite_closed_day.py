"""The installation puts the visits of a day that is over in order of venues: a trace then reads few pages."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.policy import Policy
from app.domain.spans import day_span, local_day
from app.store import closed_days
from app.store.db import Database
from app.store.lock import only_one


def rewrite_closed_day(database: Database, *, policy: Policy, now: datetime) -> date | None:
    """Rewrite the newest day that no check-in or check-out can reach any more and that was not yet.

    One at a time, so that a server that has many to do stays easy to stop: it comes by every hour. A day is
    over at a midnight, an hour at which few check in. Returns the day; None where none was done.
    """
    midnight = day_span(local_day(now, policy.zone), policy.zone).start
    first_open = local_day(midnight - policy.oldest_entry - policy.longest_stay, policy.zone)
    with only_one(database, "closed days") as mine:
        waiting = closed_days.days_to_rewrite(database, first_open) if mine else []
        done = bool(waiting) and closed_days.rewrite_day(database, waiting[-1], policy.zone)
    return waiting[-1] if done else None
