"""The keys of exports of visits: one file an export, with when it ends and where the export was written.

A person in an export is AES-128 of the person under the export's own key, so that the days of one person can
be joined inside one export and between no two. Without the key nobody gets from there to a person.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from app.domain.audit_detail import utc_text
from app.domain.errors import KeyDestroyed
from app.vault.private_files import erase, write_once

_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class KeptExport:
    """What is known of an export while its key stands; the key itself is asked for by `link`."""

    id: UUID
    folder: Path
    first_day: date
    made_at: datetime
    expires_at: datetime


class ExportKeys:
    """Files are made once and never rewritten, so several processes may share the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _path(self, export: UUID) -> Path:
        return self._folder / f"{export}.json"

    def make(self, kept: KeptExport) -> bytes:
        """A fresh key of 16 bytes for a new export."""
        key = secrets.token_bytes(_KEY_BYTES)
        held = {
            "folder": str(kept.folder),
            "first_day": kept.first_day.isoformat(),
            "made_at": utc_text(kept.made_at),
            "expires_at": utc_text(kept.expires_at),
            "link": key.hex(),
        }
        write_once(self._path(kept.id), json.dumps(held).encode())
        return key

    def link(self, export: UUID, *, now: datetime) -> bytes:
        """The key that turns persons into what the export calls them.

        Raises:
            KeyDestroyed: it was destroyed, or its time is over and it is about to be.
        """
        try:
            held = json.loads(self._path(export).read_bytes())
        except FileNotFoundError:
            raise KeyDestroyed(str(export)) from None
        if datetime.fromisoformat(held["expires_at"]) <= now:
            raise KeyDestroyed(str(export))
        return bytes.fromhex(held["link"])

    def kept(self) -> list[KeptExport]:
        """The exports whose keys stand, the one that ends first before the others."""
        found = []
        for path in self._folder.glob("????????-*.json"):
            held = json.loads(path.read_bytes())
            first_day = date.fromisoformat(held["first_day"])
            times = (datetime.fromisoformat(held[name]) for name in ("made_at", "expires_at"))
            found.append(KeptExport(UUID(path.stem), Path(held["folder"]), first_day, *times))
        return sorted(found, key=lambda one: (one.expires_at, one.id))

    def destroy(self, export: UUID) -> None:
        """Overwrite and remove the key of an export: what it calls persons leads to nobody any more."""
        if self._path(export).exists():
            erase(self._path(export))
