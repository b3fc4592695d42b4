"""The visits of a day that is over, written anew in order of venues, on PostgreSQL.

Visits lie in the order in which they came, so a trace reads one page for each; in order of their key it
reads one for fifty. Beside each is put where else its pseudonym was that day, which a trace would otherwise
look for at a random page for everybody whom it lists. `CLUSTER` would keep everybody out of the day while it
works. Here a second table is filled and indexed beside the first, what changes meanwhile is noted by a
trigger and carried over, and the two change places in a moment. The primary key is marked as what the rows
are clustered on: such a day is done.

Names of tables and columns are made from a date or read from the catalogue, never from input.

The rows of the new table are younger than the snapshot of whoever began before: to them the day would be
empty. So the tables change places only when everybody has seen the last change, and nothing was noted since.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from app.store import histories, same_day_sql
from app.store.db import Database
from app.store.partitions import (
    LOCK_NOT_AVAILABLE,
    attach,
    days_with_partitions,
    in_a_moment,
    make_detached,
    partition_name,
)

_ROUNDS: Final = 20
_PAUSE: Final = 0.5
"""Ten seconds altogether for those who began before; a backup takes longer, and then the next hour tries."""
_KEY: Final = "venue, entered_at, id"


def days_to_rewrite(database: Database, first_open: date) -> list[date]:
    """The days before `first_open` whose visits lie in order of arrival; none on SQLite, nor in a cluster.

    SQLite keeps them in order of the key anyway. On a cluster each shard has tables of its own.
    """
    if database.is_sqlite:
        return []
    with database.reading() as session:
        if histories.kept(session):
            return []
        done = text(
            "SELECT c.relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid "
            "JOIN pg_index ON indrelid = c.oid WHERE inhparent = 'visits'::regclass AND indisclustered"
        )
        rewritten = set(session.execute(done).scalars())
    return [
        day
        for day in days_with_partitions(database)
        if day < first_open and partition_name(day) not in rewritten
    ]


def rewrite_day(database: Database, day: date, zone: ZoneInfo) -> bool:
    """Write a day's visits anew in order of their key; whether that was done.

    Where somebody reads the day all the while, as a backup does, it stays as it was.
    """
    old, new, noted = partition_name(day), partition_name(day, "rewritten"), partition_name(day, "noted")
    with _noting(database, old, new, noted):
        _fill(database, day, zone, new)
        for _ in range(_ROUNDS):
            settled = _carry_over(database, old, new, noted)
            if _seen_by_all(database, settled) and _change_places(database, day, zone, new, noted):
                return True
            time.sleep(_PAUSE)
    return False


@contextlib.contextmanager
def _noting(database: Database, old: str, new: str, noted: str) -> Iterator[None]:
    """Note the key of every visit of a table that changes; afterwards nothing but the day's table is left."""
    _tidy(database, new, noted)
    note = f"INSERT INTO {noted} VALUES " + "({})".format(  # noqa: S608 - names made from a date
        ", ".join(f"coalesce(NEW.{name}, OLD.{name})" for name in _KEY.split(", "))
    )

    def begin(connection: Connection) -> None:
        connection.execute(text(f"CREATE TABLE {noted} AS SELECT {_KEY} FROM {old} LIMIT 0"))  # noqa: S608
        connection.execute(
            text(
                f"CREATE FUNCTION {noted}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {note}; RETURN NULL; END $$"
            )
        )
        # Waits for whoever is changing the day now: the copy is begun after they have ended.
        connection.execute(
            text(
                f"CREATE TRIGGER {noted} AFTER INSERT OR UPDATE OR DELETE ON {old} "
                f"FOR EACH ROW EXECUTE FUNCTION {noted}()"
            )
        )

    in_a_moment(database, begin)
    try:
        yield
    finally:
        _tidy(database, new, noted)


def _tidy(database: Database, new: str, noted: str) -> None:
    """Remove what a run, this one or one that was killed, has beside the day's table."""

    def remove(connection: Connection) -> None:
        # The trigger goes with its function; on a table that has taken its place there is none.
        connection.execute(text(f"DROP FUNCTION IF EXISTS {noted}() CASCADE"))
        connection.execute(text(f"DROP TABLE IF EXISTS {new}, {noted}"))

    in_a_moment(database, remove)


def _fill(database: Database, day: date, zone: ZoneInfo, new: str) -> None:
    with database.writing() as session:
        connection = session.connection()
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL work_mem = '256MB'"))
        connection.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
        make_detached(connection, day, zone, new)
        # In the order of the old table's columns: an old database has them in another than a new one.
        old = partition_name(day)
        names = list(connection.execute(text(_NAMES), {"old": old}).scalars())
        values = ", ".join(same_day_sql.OTHERS if name == "same_day" else name for name in names)
        several = same_day_sql.SEVERAL.format(table=old)
        connection.execute(
            text(
                f"INSERT INTO {new} ({', '.join(names)}) SELECT {values} "  # noqa: S608
                f"FROM {old} LEFT JOIN ({several}) AS day USING (pseudonym) ORDER BY {_KEY}"
            )
        )
        for index, key in connection.execute(text(_INDEXES), {"old": old}).all():
            built = f"ALTER TABLE {new} ADD {key}" if key else f"CREATE INDEX ON {new} USING {index}"
            connection.execute(text(built))
        for statement in same_day_sql.keep_true(new):
            connection.execute(text(statement))
        connection.execute(text(f"ALTER TABLE {new} CLUSTER ON {_primary_key(connection, new)}"))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as patient:
        patient.execute(text("SET statement_timeout = 0"))
        patient.execute(text(f"VACUUM (FREEZE, ANALYZE) {new}"))
        patient.execute(text("RESET statement_timeout"))


_NAMES: Final = """
    SELECT quote_ident(attname) FROM pg_attribute
    WHERE attrelid = CAST(:old AS regclass) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
_INDEXES: Final = """
    SELECT split_part(pg_get_indexdef(i.indexrelid), ' USING ', 2), pg_get_constraintdef(c.oid)
    FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'p'
    WHERE i.indrelid = CAST(:old AS regclass) ORDER BY i.indexrelid
"""


def _primary_key(connection: Connection, table: str) -> str:
    query = text(
        "SELECT indexrelid::regclass::text FROM pg_index "
        "WHERE indrelid = CAST(:of AS regclass) AND indisprimary"
    )
    return str(connection.execute(query, {"of": table}).scalar_one())


def _carry_over(database: Database, old: str, new: str, noted: str) -> int:
    """Make the new table what the old one is; returns the number of a transaction that began after it."""
    with database.writing() as session:
        changed = f"({_KEY}) IN (SELECT {_KEY} FROM {noted})"  # noqa: S608
        if session.execute(text(f"SELECT EXISTS (SELECT FROM {noted})")).scalar_one():  # noqa: S608
            names = ", ".join(session.execute(text(_NAMES), {"old": old}).scalars())
            for statement in (
                f"DELETE FROM {new} WHERE {changed}",  # noqa: S608
                f"INSERT INTO {new} ({names}) SELECT {names} FROM {old} WHERE {changed}",  # noqa: S608
                f"DELETE FROM {noted}",  # noqa: S608 - those that this snapshot sees, which are all it copied
            ):
                session.execute(text(statement))
    with database.writing() as session:
        after: int = session.execute(text("SELECT pg_current_xact_id()::text::bigint")).scalar_one()
    return after


def _seen_by_all(database: Database, after: int) -> bool:
    """Whether every snapshot in use was taken when that transaction had ended, or later."""
    query = text(
        "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' "
        "AND pid <> pg_backend_pid() AND age(backend_xmin) > age(CAST(CAST(:after AS text) AS xid)))"
    )
    with database.reading() as session:
        seen: bool = session.execute(query, {"after": after % 2**32}).scalar_one()
    return seen


def _change_places(database: Database, day: date, zone: ZoneInfo, new: str, noted: str) -> bool:
    """Put the new table in the place of the old one, unless that has changed."""
    old = partition_name(day)

    def change(connection: Connection) -> bool:
        connection.execute(text(f"LOCK TABLE {old} IN ACCESS EXCLUSIVE MODE"))
        if connection.execute(text(f"SELECT EXISTS (SELECT FROM {noted})")).scalar_one():  # noqa: S608
            return False
        connection.execute(text(f"DROP TABLE {old}"))
        attach(connection, day, zone, made_as=new)
        return True

    try:
        return in_a_moment(database, change)
    except OperationalError as fault:
        if getattr(fault.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        return False
