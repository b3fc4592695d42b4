"""One server at a time on a SQLite file: its writer lock lives in one process, unseen by a second."""

from __future__ import annotations

import fcntl
from io import TextIOWrapper
from pathlib import Path

from app.store.db import Database


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
