"""Connections and transactions: one SQLite file or one PostgreSQL server, behind the same two verbs.

On SQLite one writer at a time in this process: waiting on a lock in memory is cheaper than polling a file.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlmodel import Session

from app.store import postgres, sqlite

__all__ = ["DATABASE_FAULTS", "Database", "Session", "open_database"]

DATABASE_FAULTS: Final = (OperationalError, InterfaceError, InternalError)
"""What goes wrong with a database itself, whatever was asked of it: gone, locked, full, read-only."""
_FOR_POSTGRES: Final = {"options": "-c timezone=UTC -c lock_timeout=5s -c statement_timeout=30s"}
_NOTHING: Final = {
    "sqlite": ("PRAGMA user_version = 0",),
    "postgresql": (
        "SELECT txid_current()",
        "SET LOCAL work_mem = '64kB'",
        "SELECT count(*) FROM generate_series(1, 10000)",
    ),
}
"""Done and committed, they leave nothing behind.

SQLite logs a header page as it was. PostgreSQL logs a transaction that has a number of its own, but into a
log whose files have their size already: on a full disk it would still go well, and so would rows while pages
have gaps. So 10,000 numbers are put where 64 kB do not hold them: into a new file of half a megabyte.
"""


class Database:
    """An engine with the transactions that the use cases run in."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writer: AbstractContextManager[Any] = threading.Lock() if self.is_sqlite else nullcontext()
        # A writer that waited for a row sees it as it is then, not as it was when the transaction began.
        options = {"writing": True} if self.is_sqlite else {"isolation_level": "READ COMMITTED"}
        self._writing_engine = engine.execution_options(**options)

    @property
    def arguments(self) -> dict[str, Any]:
        """What the driver is given to connect, for those who do without the engine; PostgreSQL only."""
        return {**self.engine.dialect.create_connect_args(self.engine.url)[1], **_FOR_POSTGRES}

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

    def writer(self) -> Writer:
        """Something that writes one transaction after another."""
        return Writer(self._writer, self._writing_engine)

    def answers(self) -> bool:
        """Whether it can keep something now: does what reaches the disk, needs room and changes nothing."""
        try:
            with self.writing() as session:
                for nothing in _NOTHING[self.engine.dialect.name]:
                    session.execute(text(nothing))
        except DBAPIError:
            return False
        return True

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


class Writer:
    """A thread's own connection, kept between its transactions.

    Taking one from the pool, testing it and giving it back cost a batch of check-ins as much as a statement.
    One that has died is found out by the transaction that fails on it; the next has a new one.
    """

    def __init__(self, turn: AbstractContextManager[Any], engine: Engine) -> None:
        self._turn = turn
        self._engine = engine
        self._connection: Connection | None = None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """As `Database.writing`."""
        with self._turn:
            if self._connection is None:
                self._connection = self._engine.connect()
            try:
                with Session(self._connection) as session, session.begin():
                    yield session
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Give the connection back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*DATABASE_FAULTS):
                connection.close()


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
            connect_args=_FOR_POSTGRES,
        )
        event.listen(engine, "connect", postgres.prepare)
    return Database(engine)
