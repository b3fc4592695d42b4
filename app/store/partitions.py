"""A partition of visits for every day, on PostgreSQL: made ahead, filled by a loader, dropped whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from app.domain.spans import day_span, local_day
from app.store import histories
from app.store.db import Database

T = TypeVar("T")
_DAYS_BACK, _DAYS_AHEAD = 3, 7
_ADVISORY_LOCK = 0x67686500  # one process at a time makes partitions
_TRIES: Final = 20
_PAUSE: Final = 0.1
_LONGEST_WAIT: Final = "200ms"
"""For the lock on all visits: whoever wants to check in waits behind us meanwhile."""
LOCK_NOT_AVAILABLE: Final = "55P03"
"""By PostgreSQL's number: the driver is not imported where there is none."""


def partition_name(day: date, table: str = "visits") -> str:
    """The table that holds a local day's visits, or what is kept beside them."""
    return f"{table}_{day:%Y%m%d}"


def ensure_partitions(database: Database, zone: ZoneInfo, *, now: datetime, back: int = _DAYS_BACK) -> None:
    """Make the partitions from `back` days ago to a week ahead; nothing to do on SQLite.

    A row without a partition of its own falls into `visits_default` rather than fail its whole batch, and
    `/readyz` says so.

    Raises:
        OperationalError: somebody uses the visits all the while; the days ahead leave a week to try again.
    """
    if database.is_sqlite:
        return
    today = local_day(now, zone)
    days = [today + timedelta(days=offset) for offset in range(-back, _DAYS_AHEAD + 1)]
    if {"visits_default", *map(partition_name, days)} <= set(inspect(database.engine).get_table_names()):
        return

    def make(connection: Connection) -> None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        there = set(inspect(connection).get_table_names())
        if "visits_default" not in there:
            connection.execute(text("CREATE TABLE visits_default PARTITION OF visits DEFAULT"))
        for day in days:
            if partition_name(day) not in there:
                _make_partition(connection, day, zone, "visits")
                if histories.TABLE in there:
                    _make_partition(connection, day, zone, histories.TABLE)

    in_a_moment(database, make)


def in_a_moment(database: Database, work: Callable[[Connection], T]) -> T:
    """Do what nobody else may use the visits during.

    While somebody reads them, check-ins queue behind whoever waits for that moment: so the wait is short, and
    tried again.
    """
    for left in range(_TRIES - 1, -1, -1):
        try:
            # A writing session sees what another process made while this one waited for it.
            with database.writing() as session:
                connection = session.connection()
                connection.execute(text(f"SET LOCAL lock_timeout = '{_LONGEST_WAIT}'"))
                return work(connection)
        except OperationalError as fault:
            if left == 0 or getattr(fault.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
        time.sleep(_PAUSE)
    raise AssertionError  # the last try returns or raises


def _make_partition(connection: Connection, day: date, zone: ZoneInfo, table: str) -> None:
    # DDL takes no bound parameters; all values are made here from a date, never from input.
    name = partition_name(day, table)
    connection.execute(text(f"CREATE TABLE {name} PARTITION OF {table} {_bounds(day, zone)}"))


def _bounds(day: date, zone: ZoneInfo) -> str:
    span = day_span(day, zone)
    return f"FOR VALUES FROM ('{span.start.isoformat()}') TO ('{span.end.isoformat()}')"


def make_detached(connection: Connection, day: date, zone: ZoneInfo, name: str) -> None:
    """Make a table for a day beside the visits, without indexes, to be filled and then attached.

    Its check of the day's bounds spares `attach` a second look at every row.
    """
    span = day_span(day, zone)
    within = f"entered_at >= '{span.start.isoformat()}' AND entered_at < '{span.end.isoformat()}'"
    connection.execute(
        text(
            f"CREATE TABLE {name} (LIKE visits INCLUDING DEFAULTS INCLUDING CONSTRAINTS, "
            f"CONSTRAINT {name}_day CHECK ({within}))"
        )
    )


def attach(connection: Connection, day: date, zone: ZoneInfo, *, made_as: str) -> None:
    """Make a table of `make_detached` the partition of its day: the server builds the indexes it lacks."""
    name = partition_name(day)
    if made_as != name:
        connection.execute(text(f"ALTER TABLE {made_as} RENAME TO {name}"))
    connection.execute(text(f"ALTER TABLE visits ATTACH PARTITION {name} {_bounds(day, zone)}"))
    connection.execute(text(f"ALTER TABLE {name} DROP CONSTRAINT {made_as}_day"))


def drop_partition(database: Database, day: date) -> bool:
    """Drop a day's table, and say whether it is gone; on SQLite there is none.

    A backup reads for long; then the next hour tries. (DETACH CONCURRENTLY would keep nobody out, but it is
    refused beside a default partition.)
    """
    if database.is_sqlite:
        return False

    def drop(connection: Connection) -> None:
        # DDL takes no bound parameters; the name is made from a date, never from input.
        both = f"{partition_name(day)}, {partition_name(day, histories.TABLE)}"
        connection.execute(text(f"DROP TABLE IF EXISTS {both}"))

    try:
        in_a_moment(database, drop)
    except OperationalError as fault:
        if getattr(fault.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        return False
    return True


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
