"""What only one process may do at a time.

A SQLite file has one server: its writer lock lives in one process, unseen by a second. On PostgreSQL several
processes serve, and what runs once an installation is done by whoever holds the lock of its name.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from sqlalchemy import text

from app.store.db import Database, Session


class AlreadyServed(RuntimeError):
    """Another server has this database file open."""


class ServerLock:
    """Held from the start of a server to its end; the system lets go of it when the process dies."""

    def __init__(self, database: Database) -> None:
        self._file: TextIOWrapper | None = None
        if not database.is_sqlite or not database.engine.url.database:
            return
        path = Path(f"{database.engine.url.database}.lock")
        self._file = path.open("a", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise AlreadyServed(str(path)) from None

    def release(self) -> None:
        """Let the next server in."""
        if self._file is not None:
            self._file.close()
            self._file = None


@contextmanager
def only_one(database: Database, name: str) -> Iterator[bool]:
    """Whether this process is the one that does what the name says, until the block ends.

    The lock belongs to a connection: whoever dies lets go of it. On SQLite there is one server anyway.
    """
    if database.is_sqlite:
        yield True
        return
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        of = {"name": f"ghe {name}"}
        mine: bool = connection.execute(text("SELECT pg_try_advisory_lock(hashtext(:name))"), of).scalar_one()
        try:
            yield mine
        finally:
            if mine:
                connection.execute(text("SELECT pg_advisory_unlock(hashtext(:name))"), of)


def wait_for_turn(session: Session, name: str) -> None:
    """Wait until no other transaction does what the name says; others wait until this one ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": f"ghe {name}"})
