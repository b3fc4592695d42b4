"""A partition of visits for every day, on PostgreSQL."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, inspect, text

from app.domain.spans import day_span, local_day
from app.store.db import Database

_DAYS_BACK, _DAYS_AHEAD = 3, 7
_ADVISORY_LOCK = 0x67686500  # one process at a time makes partitions


def partition_name(day: date) -> str:
    """The table that holds a local day's visits."""
    return f"visits_{day:%Y%m%d}"


def ensure_partitions(database: Database, zone: ZoneInfo, *, now: datetime, back: int = _DAYS_BACK) -> None:
    """Make the partitions from `back` days ago to a week ahead; nothing to do on SQLite.

    A row without a partition of its own falls into `visits_default` rather than fail its whole batch, and
    `/readyz` says so.
    """
    if database.is_sqlite:
        return
    today = local_day(now, zone)
    with database.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        there = set(inspect(connection).get_table_names())
        if "visits_default" not in there:
            connection.execute(text("CREATE TABLE visits_default PARTITION OF visits DEFAULT"))
        for offset in range(-back, _DAYS_AHEAD + 1):
            day = today + timedelta(days=offset)
            if partition_name(day) not in there:
                _make_partition(connection, day, zone)


def _make_partition(connection: Connection, day: date, zone: ZoneInfo) -> None:
    # DDL takes no bound parameters; both values are made here from a date, never from input.
    span = day_span(day, zone)
    connection.execute(
        text(
            f"CREATE TABLE {partition_name(day)} PARTITION OF visits "
            f"FOR VALUES FROM ('{span.start.isoformat()}') TO ('{span.end.isoformat()}')"
        )
    )


def days_with_partitions(database: Database) -> list[date]:
    """The local days that have a partition, in order; empty on SQLite."""
    names = inspect(database.engine).get_table_names() if not database.is_sqlite else []
    return sorted(
        datetime.strptime(name, "visits_%Y%m%d").date()  # noqa: DTZ007 - a name, not a time
        for name in names
        if name.startswith("visits_") and name != "visits_default"
    )


def partitions_ready(database: Database, today: date) -> bool:
    """Whether today has a partition and none of its rows fell beside it; always so on SQLite."""
    if database.is_sqlite:
        return True
    with database.engine.connect() as connection:
        astray = connection.execute(text("SELECT EXISTS (SELECT 1 FROM visits_default)")).scalar_one()
    return not astray and today in days_with_partitions(database)
