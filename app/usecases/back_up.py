"""An operator backs up and restores: the database in one file, the key store in another, kept in two places.

Together they would undo the destruction of keys: whoever holds both copies holds every day they cover. So
each has its own command, and the key store's copies must be as short-lived as the keys.
"""

from __future__ import annotations

import io
import os
import shutil
import tarfile
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


def back_up_keys(keys: Path, target: Path) -> None:
    """Write the key store to one private file.

    Raises:
        TargetExists: `target` is there already.
    """
    if target.exists():
        raise TargetExists(target)
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        archive.add(keys, arcname="keys")
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(held.getvalue())
        file.flush()
        os.fsync(file.fileno())


def restore_keys(source: Path, keys: Path) -> None:
    """Unpack a key store where a new installation looks for it. Run `ghe retention` afterwards.

    Raises:
        TargetExists: there are keys already.
    """
    if keys.exists() and any(keys.iterdir()):
        raise TargetExists(keys)
    unpacked = keys.with_name(f".{keys.name}.part")
    shutil.rmtree(unpacked, ignore_errors=True)
    with tarfile.open(source) as archive:
        archive.extractall(unpacked, filter="data")
    if keys.exists():
        keys.rmdir()
    (unpacked / "keys").rename(keys)
    unpacked.rmdir()
    for path in [keys, *keys.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
