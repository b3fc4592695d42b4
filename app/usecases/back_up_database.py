"""An operator backs up and restores the database. The key store has a copy of its own, kept in another place.

Together they would undo the destruction of keys: whoever holds both copies holds every day they cover. So
each has its own command, and the key store's copies must be as short-lived as the keys.
"""

from __future__ import annotations

from pathlib import Path

from app.store.db import Database
from app.store.snapshot import restore_snapshot, write_snapshot


class TargetExists(FileExistsError):
    """The file or folder to be written is there already; nothing was overwritten."""


def back_up_database(database: Database, target: Path) -> None:
    """Write a consistent copy while the service runs.

    Raises:
        TargetExists: `target` is there already.
    """
    if target.exists():
        raise TargetExists(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)
    write_snapshot(database, draft)
    draft.chmod(0o600)
    draft.rename(target)


def restore_database(source: Path, database_url: str) -> None:
    """Put a copy where a new installation looks for its database.

    Raises:
        TargetExists: there is a database already.
        ValueError: the file is damaged.
    """
    try:
        restore_snapshot(source, database_url)
    except FileExistsError as taken:
        raise TargetExists(taken.filename) from None
