"""What makes SQLite behave like a database server.

SQLAlchemy's default leaves BEGIN to the driver, which gives no read snapshot and turns read-then-write into
"database is locked"; so transactions begin here: BEGIN for readers, BEGIN IMMEDIATE for writers.
"""

from __future__ import annotations

import sqlite3
from types import ModuleType
from typing import Any

from sqlalchemy import Connection

_WAL_RESET_FIXED = (3, 51, 3)
"""Earlier versions can corrupt a database in WAL mode when a checkpoint resets the log."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL loses acknowledged check-ins when the power fails
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-65536",
)


class SqliteTooOld(RuntimeError):
    """Neither the interpreter's SQLite nor the `pysqlite3` wheel is free of the WAL-reset bug."""


def driver() -> ModuleType:
    """The interpreter's own SQLite, or the wheel's where that one is too old.

    Raises:
        SqliteTooOld: both are.
    """
    if sqlite3.sqlite_version_info >= _WAL_RESET_FIXED:
        return sqlite3
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        raise SqliteTooOld(sqlite3.sqlite_version) from None
    if dbapi2.sqlite_version_info < _WAL_RESET_FIXED:
        raise SqliteTooOld(dbapi2.sqlite_version)
    found: ModuleType = dbapi2
    return found


def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
    """Set up a new connection."""
    connection.isolation_level = None  # the driver begins nothing by itself
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    """Begin a transaction, of the kind that the session was opened for."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
