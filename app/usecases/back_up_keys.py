"""An operator backs up and restores the key store: one private file, as short-lived as the keys.

Never kept with the copy of the database: `back_up_database` says why.
"""

from __future__ import annotations

import io
import os
import shutil
import tarfile
from pathlib import Path

from app.usecases.back_up_database import TargetExists


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
