"""Files made once, whole or not at all, durable and readable by their owner alone; and their end."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def erase(path: Path) -> None:
    """Overwrite a file and remove it."""
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    _sync_folder(path.parent)


def write_once(path: Path, content: bytes) -> None:
    """Write the file whole, durable and private, unless another process was first.

    `link` fails where the name exists, so two processes that start together agree on one key: the loser's
    copy is dropped before anything was sealed with it.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
