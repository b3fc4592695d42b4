"""A consistent copy of the database in one file: SQLite's own, or PostgreSQL's dump."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from app.store.db import Database, open_database


class ToolMissing(RuntimeError):
    """PostgreSQL's own client programs are not installed."""


def write_snapshot(database: Database, target: Path) -> None:
    """Copy the whole database as it is at one moment, beside running writers.

    Raises:
        ToolMissing: no pg_dump.
    """
    if database.is_sqlite:
        # Outside any transaction, so on the driver's own connection: SQLAlchemy would begin one.
        pooled = database.engine.raw_connection()
        try:
            pooled.cursor().execute("VACUUM INTO ?", (str(target),))
        finally:
            pooled.close()
        return
    _client("pg_dump", database.engine.url, "--format=custom", f"--file={target}")


def restore_snapshot(source: Path, database_url: str) -> None:
    """Make the database of a URL from a snapshot.

    Raises:
        FileExistsError: there is a SQLite file already.
        ValueError: the snapshot is damaged.
        ToolMissing: no pg_restore.
    """
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        _client("pg_restore", url, "--exit-on-error", "--single-transaction", str(source))
        return
    target = Path(url.database or "")
    if target.exists():
        raise FileExistsError(17, "a database is there already", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, draft)
    _check(draft)
    draft.rename(target)


def _check(file: Path) -> None:
    copy = open_database(f"sqlite:///{file}")
    try:
        with copy.engine.connect() as connection:
            answer = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    except Exception as fault:
        raise ValueError(f"{file} is no sound database: {fault}") from fault
    finally:
        copy.close()
        for ending in ("-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
    if answer != "ok":
        raise ValueError(f"{file} is damaged: {answer}")


def _client(program: str, url: URL, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise ToolMissing(program)
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    subprocess.run([path, f"--dbname={plain}", *arguments], check=True, env=environment)  # noqa: S603 - no shell
