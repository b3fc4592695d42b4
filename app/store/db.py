"""Connections and transactions: one SQLite file or one PostgreSQL server, behind the same two verbs.

SQLite needs help to behave like a database server. SQLAlchemy's default leaves BEGIN to the driver, which
gives no read snapshot and turns read-then-write into "database is locked"; so transactions begin here:
BEGIN for readers, BEGIN IMMEDIATE for writers, and one writer at a time in this process, since waiting on a
lock in memory is cheaper than polling a file.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

__all__ = ["Database", "Session", "batched", "insert_new", "insert_rows", "open_database"]

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


def _sqlite_driver() -> ModuleType:
    if sqlite3.sqlite_version_info >= _WAL_RESET_FIXED:
        return sqlite3
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        raise SqliteTooOld(sqlite3.sqlite_version) from None
    if dbapi2.sqlite_version_info < _WAL_RESET_FIXED:
        raise SqliteTooOld(dbapi2.sqlite_version)
    driver: ModuleType = dbapi2
    return driver


class Database:
    """An engine with the transactions that the use cases run in."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writer: AbstractContextManager[Any] = threading.Lock() if self.is_sqlite else nullcontext()
        # A writer that waited for a row sees it as it is then, not as it was when the transaction began.
        options = {"writing": True} if self.is_sqlite else {"isolation_level": "READ COMMITTED"}
        self._writing_engine = engine.execution_options(**options)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one snapshot. What it changes is rolled back."""
        with Session(self.engine, autoflush=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits when the block ends and rolls back when it raises."""
        with self._writer, Session(self._writing_engine) as session, session.begin():
            yield session

    def answers(self) -> bool:
        """Whether the database takes a writing transaction at all."""
        try:
            with self.writing() as session:
                session.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Connect to `sqlite:///path` or `postgresql://...`.

    Raises:
        SqliteTooOld: no safe SQLite is installed.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, module=_sqlite_driver(), pool_size=16, max_overflow=32)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=16,
            max_overflow=16,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
            connect_args={"options": "-c timezone=UTC -c lock_timeout=5s -c statement_timeout=30s"},
        )
    return Database(engine)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
    connection.isolation_level = None  # the driver begins nothing by itself
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most `size`, for statements that may carry only so many values."""
    rest = iter(items)
    while taken := list(islice(rest, size)):
        yield taken


def insert_new(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows whose keys are not there yet and leave the others as they are.

    A repeat is no error and changes nothing: what stands is read afterwards, on the full key.
    """
    if not rows:
        return
    target = _table(table)
    dialect_insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(dialect_insert(target).on_conflict_do_nothing(), list(rows))


def insert_rows(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert many rows in few statements; a key that is there already is an error."""
    if rows:
        session.execute(insert(_table(table)), list(rows))


def _table(table: type[SQLModel]) -> Table:
    found: Table = table.__table__  # type: ignore[attr-defined]
    return found
