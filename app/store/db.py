"""Connections and transactions: one SQLite file or one PostgreSQL server, behind the same two verbs.

On SQLite one writer at a time in this process: waiting on a lock in memory is cheaper than polling a file.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlmodel import Session

from app.store import sqlite

__all__ = ["DATABASE_FAULTS", "Database", "Session", "open_database"]

DATABASE_FAULTS: Final = (OperationalError, InterfaceError)
"""What goes wrong with a database itself, whatever was asked of it: gone, locked, its disk full."""


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
        """Whether the database can keep something now: a commit that reaches the disk and changes nothing."""
        # A transaction with a number of its own is logged; so is a header page, written as it was.
        nothing = "PRAGMA user_version = 0" if self.is_sqlite else "SELECT txid_current()"
        try:
            with self.writing() as session:
                session.execute(text(nothing))
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
        engine = create_engine(parsed, module=sqlite.driver(), pool_size=16, max_overflow=32)
        event.listen(engine, "connect", sqlite.prepare)
        event.listen(engine, "begin", sqlite.begin)
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
