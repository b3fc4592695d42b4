"""The key store: a folder apart from the database and its backups. Destroying a day's file ends the day.

Each local day has one file with three keys: the *link key* that turns persons into pseudonyms, the *token
key* that makes check-out tokens, and the private half of the key pair that contact details are sealed to.
Long-lived keys stand beside them by name. Files are made once, whole or not at all, and never rewritten, so
several processes may share the folder.
"""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from app.domain.errors import KeyDestroyed
from app.domain.ids import CaseId
from app.vault.card_keys import CardKeys
from app.vault.code_keys import CodeKeys
from app.vault.day_keys import DayKeys, new_day, pem_of, private_of, read_day
from app.vault.export_keys import ExportKeys
from app.vault.private_files import erase, write_once

DAYS_AHEAD: Final = 8
"""Days for which keys exist in advance: a phone caches seven."""


class KeyStore:
    """Keys by day and by name, read once and remembered.

    A remembered key would outlive its destruction in this process, so `destroy_before` forgets it here and
    every look-up asks the folder first whether the file still stands.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._days: dict[date, DayKeys] = {}
        for part in (folder, folder / "days", folder / "cases", folder / "named"):
            part.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._day_folder = str(folder / "days")
        self.codes = CodeKeys(folder / "codes")
        self.cards = CardKeys(folder / "cards")
        self.exports = ExportKeys(folder / "exports")

    def _path(self, day: date) -> Path:
        return self._folder / "days" / f"{day.isoformat()}.json"

    def ensure(self, days: list[date]) -> None:
        """Make the keys of these days where they do not exist yet."""
        for day in days:
            if not self._path(day).exists() and not self._tombstone(day).exists():
                write_once(self._path(day), new_day())

    def day(self, day: date) -> DayKeys:
        """The keys of a day.

        Raises:
            KeyDestroyed: the day has left retention, or never had keys.
        """
        if not self.has(day):
            self._days.pop(day, None)
            raise KeyDestroyed(day.isoformat())
        if day not in self._days:
            self._days[day] = read_day(day, self._path(day))
        return self._days[day]

    def has(self, day: date) -> bool:
        """Whether the day's keys still stand."""
        # Asked for every check-in: a Path costs ten times as much as the question.
        return os.path.exists(f"{self._day_folder}/{day}.json")  # noqa: PTH110

    def days(self) -> list[date]:
        """The days that have keys, in order."""
        return sorted(date.fromisoformat(path.stem) for path in (self._folder / "days").glob("*.json"))

    def _tombstone(self, day: date) -> Path:
        return self._folder / "days" / f"{day.isoformat()}.destroyed"

    def destroy_before(self, first_kept: date) -> list[date]:
        """Overwrite and remove the keys of every day before `first_kept`; returns those days.

        What a disk keeps of an overwritten block is beyond a program's reach: the README says so. A marker
        stays, so that no later start makes new keys for an old day.
        """
        gone = [day for day in self.days() if day < first_kept]
        for day in gone:
            self._tombstone(day).touch(mode=0o600)
            erase(self._path(day))
            self._days.pop(day, None)
        return gone

    def of_case(self, case: CaseId) -> ec.EllipticCurvePrivateKey:
        """The key pair of a case, made at its first use; contact details are re-sealed to it.

        Raises:
            KeyDestroyed: the case has been closed for long enough.
        """
        path = self._folder / "cases" / f"{case}.pem"
        if path.with_suffix(".destroyed").exists():
            raise KeyDestroyed(str(case))
        if not path.exists():
            write_once(path, pem_of(ec.generate_private_key(ec.SECP256R1())))
        return private_of(path.read_bytes())

    def destroy_case(self, case: CaseId) -> None:
        """Overwrite and remove the key of a case; nothing re-sealed to it opens again."""
        path = self._folder / "cases" / f"{case}.pem"
        path.with_suffix(".destroyed").touch(mode=0o600)
        if path.exists():
            erase(path)

    def named_pair(self, name: str) -> ec.EllipticCurvePrivateKey:
        """A long-lived key pair on P-256, made at its first use."""
        path = self._folder / "named" / f"{name}.pem"
        if not path.exists():
            write_once(path, pem_of(ec.generate_private_key(ec.SECP256R1())))
        return private_of(path.read_bytes())

    def named(self, name: str) -> bytes:
        """The 32 bytes of a long-lived key, made at its first use."""
        path = self._folder / "named" / name
        if not path.exists():
            write_once(path, secrets.token_bytes(32))
        return path.read_bytes()
