"""Which day the housekeeping puts in order."""

from __future__ import annotations

from datetime import timedelta

from app.domain.spans import day_span, local_day
from app.store import partitions
from app.usecases.rewrite_closed_day import rewrite_closed_day


def test_the_newest_day_that_nobody_can_reach_any_more_comes_first(database, policy, now):
    midnight = day_span(local_day(now, policy.zone), policy.zone).start
    partitions.ensure_partitions(database, policy.zone, now=now, back=6)
    done = [rewrite_closed_day(database, policy=policy, now=now) for _ in range(4)]
    today = local_day(now, policy.zone)
    # 48 hours until the last entry comes, and 16 of the longest stay: the fourth day back.
    over = [today - timedelta(days=n) for n in (4, 5, 6)]
    assert done == ([None] * 4 if database.is_sqlite else [*over, None])
    tomorrow = midnight + timedelta(days=1)
    expected = None if database.is_sqlite else today - timedelta(days=3)
    assert rewrite_closed_day(database, policy=policy, now=tomorrow) == expected
