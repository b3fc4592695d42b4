"""A day of visits as it comes in: entries in order of arrival, check-outs as they happen, vacuum in between.

An index built at once is denser than one that check-ins have filled, venue here and venue there, and every
check-out leaves an old row behind. So a loaded city is smaller than one that has lived.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import text

from app.domain.spans import day_span
from app.store import binary_copy, visit_load
from app.store.db import Database
from app.store.visit_load import VisitColumns

_STEP: Final = timedelta(minutes=15)
_AFTERWARDS: Final = timedelta(hours=8)
"""The longest stay of a crowd: by then everybody has checked out."""
_STEPS_A_VACUUM: Final = 16
"""Four hours: about a fifth of the day's rows, when autovacuum would come."""

_ENTERED: Final = {"left_at": "NULL", "version": "1"}
_ENTRIES: Final = (
    f"INSERT INTO lived ({', '.join(visit_load.COLUMNS)}) "  # noqa: S608 - names of ours
    f"SELECT {', '.join(_ENTERED.get(name, name) for name in visit_load.COLUMNS)} FROM coming "
    "WHERE received_at >= :since AND received_at < :until ORDER BY received_at"
)
_CHECK_OUTS: Final = """
    UPDATE lived SET left_at = coming.left_at, version = coming.version FROM coming
    WHERE coming.left_at >= :since AND coming.left_at < :until
    AND (lived.venue, lived.entered_at, lived.id) = (coming.venue, coming.entered_at, coming.id)
"""
_SIZES: Final = """
    SELECT pg_table_size('lived'), coalesce(sum(pg_relation_size(indexrelid)) FILTER (WHERE indisprimary), 0),
           coalesce(sum(pg_relation_size(indexrelid)) FILTER (WHERE NOT indisprimary), 0)
    FROM pg_index WHERE indrelid = 'lived'::regclass
"""


def lived_sizes(database: Database, day: date, zone: ZoneInfo, visits: VisitColumns) -> dict[str, int]:
    """Bytes of the rows, the primary key and the other indexes, on PostgreSQL, in tables of their own."""
    with database.writing() as session:
        connection = session.connection()
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("CREATE TABLE lived (LIKE visits INCLUDING ALL)"))
        connection.execute(text("CREATE TABLE coming (LIKE visits)"))
        binary_copy.copy_rows(connection, "coming", visit_load.COLUMNS, visit_load.postgres_rows(visits))
        connection.execute(text("CREATE INDEX ON coming (received_at)"))
        connection.execute(text("CREATE INDEX ON coming (left_at)"))
        connection.execute(text("ANALYZE coming"))
    span = day_span(day, zone)
    step, since = 0, span.start
    while since < span.end + _AFTERWARDS:
        with database.writing() as session:
            for statement in (_ENTRIES, _CHECK_OUTS):
                session.execute(text(statement), {"since": since, "until": since + _STEP})
        since, step = since + _STEP, step + 1
        if step % _STEPS_A_VACUUM == 0:
            _vacuum(database)
    with database.writing() as session:
        rows, key, others = session.execute(text(_SIZES)).one()
        session.execute(text("DROP TABLE lived, coming"))
    return {"rows": int(rows), "primary key": int(key), "other indexes": int(others)}


def _vacuum(database: Database) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM lived"))
