"""What a run over the whole city keeps of days, so that the next one need not read them again.

Sealed under the run's key, because one number a person on all days is what the database never has.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any, Final

from app.vault.sealed_blocks import Sealer

SUFFIX: Final = ".sealed"


class SealedDays:
    """Blocks of days by group of persons, and notes by name. Each is written whole or not at all."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder, self._sealer = folder, Sealer(key)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, day: date, group: int, block: bytes) -> None:
        """Keep what a group of persons did on a day; an older block goes."""
        self._write(f"{day.isoformat()}-{group:03d}", block)

    def get(self, day: date, group: int) -> bytes:
        """What was kept."""
        return self._read(f"{day.isoformat()}-{group:03d}")

    def keep_only(self, days: Collection[date]) -> None:
        """Delete what was kept of other days."""
        kept = {day.isoformat() for day in days}
        for path in self._folder.glob(f"????-??-??-*{SUFFIX}"):
            if path.name[:10] not in kept:
                path.unlink()

    def put_bytes(self, name: str, block: bytes) -> None:
        """Keep something that is no day's."""
        self._write(name, block)

    def get_bytes(self, name: str) -> bytes | None:
        """What was kept under a name, or None."""
        return self._read(name) if self._path(name).exists() else None

    def note(self, name: str, value: object) -> None:
        """Keep a small JSON document."""
        self._write(name, json.dumps(value).encode())

    def noted(self, name: str) -> Any:  # noqa: ANN401 - a small JSON document
        """The document kept under a name, or None."""
        block = self.get_bytes(name)
        return None if block is None else json.loads(block)

    def forget(self, name: str) -> None:
        """Take back what was kept under a name."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{SUFFIX}"

    def _write(self, name: str, block: bytes) -> None:
        draft = self._path(name).with_name(f".{name}.{secrets.token_hex(4)}{SUFFIX}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(self._sealer.seal(name, block))
        draft.replace(self._path(name))

    def _read(self, name: str) -> bytes:
        return self._sealer.open(name, self._path(name).read_bytes())
