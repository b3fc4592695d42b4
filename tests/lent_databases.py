"""PostgreSQL databases that tests use one after the other: emptying one is far quicker than making one.

A database whose catalogue a test has changed, or that cannot be emptied at once, is dropped instead.
"""

from __future__ import annotations

import contextlib
from datetime import datetime

import psycopg
from psycopg import sql

from app.cli.scratch_postgres import PostgresServer
from app.domain.policy import Policy
from app.store import partitions
from app.store.db import open_database

_CATALOGUE = """
SELECT (SELECT (count(*), max(oid::bigint)) FROM pg_class),
       (SELECT (count(*), sum(attnum), count(*) FILTER (WHERE attisdropped)) FROM pg_attribute),
       (SELECT (count(*), max(oid::bigint)) FROM pg_proc),
       (SELECT (count(*), max(oid::bigint)) FROM pg_constraint),
       (SELECT (count(*), max(oid::bigint), count(*) FILTER (WHERE tgenabled <> 'O')) FROM pg_trigger),
       (SELECT count(*) FROM pg_namespace)
"""
_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
    AND relname <> 'alembic_version'
"""
_SEQUENCES = "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"


class LentDatabases:
    """Lends databases that are migrated, empty but for what migrations put in, and have partitions."""

    def __init__(self, server: PostgresServer, now: datetime) -> None:
        self._server = server
        self._now = now
        self._free: list[_Lent] = []

    def lend(self) -> _Lent:
        """A database that is as new."""
        if self._free:
            return self._free.pop()
        name = self._server.new_database()
        database = open_database(self._server.url(name))
        partitions.ensure_partitions(database, Policy().zone, now=self._now)
        database.close()
        return _Lent(name, self._server.url(name))

    def take_back(self, lent: _Lent) -> None:
        """Make it as new again, or drop it."""
        with contextlib.suppress(psycopg.Error):
            if lent.empty():
                self._free.append(lent)
                return
        lent.close()
        self._server.drop_database(lent.name)

    def close(self) -> None:
        for lent in self._free:
            lent.close()


class _Lent:
    def __init__(self, name: str, url: str) -> None:
        self.name, self.url = name, url
        self._connection = psycopg.connect(url, autocommit=True, options="-c lock_timeout=1s")
        tables = [row[0] for row in self._connection.execute(_TABLES)]
        filled = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(table, sql.Identifier(table))
            for table in tables
        )
        self._filled = filled.as_string(self._connection)
        self._seeded = self._tables_with_rows()
        self._connection.execute("CREATE SCHEMA seeds")
        for table in self._seeded:
            self._copy("CREATE TABLE seeds.{0} AS TABLE {0}", table)
        self._catalogue = self._connection.execute(_CATALOGUE).fetchone()

    def empty(self) -> bool:
        """Take out what a test put in; whether the catalogue is what it was."""
        if self._connection.execute(_CATALOGUE).fetchone() != self._catalogue:
            return False
        with self._connection.transaction():
            # Neither foreign keys nor the triggers that keep the audit insert-only stand in the way.
            self._connection.execute("SET LOCAL session_replication_role = replica")
            for table in self._tables_with_rows():
                self._copy("DELETE FROM {0}", table)
            for table in self._seeded:
                self._copy("INSERT INTO {0} SELECT * FROM seeds.{0}", table)
            self._connection.execute(_SEQUENCES)
        return True

    def close(self) -> None:
        self._connection.close()

    def _tables_with_rows(self) -> list[str]:
        return [row[0] for row in self._connection.execute(self._filled)]

    def _copy(self, statement: str, table: str) -> None:
        self._connection.execute(sql.SQL(statement).format(sql.Identifier(table)))
