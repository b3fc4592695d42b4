"""The key store: a folder apart from the database and its backups. Destroying a day's file ends the day.

Each local day has one file with three keys: the *link key* that turns persons into pseudonyms, the *token
key* that makes check-out tokens, and the private half of the key pair that contact details are sealed to.
Long-lived keys stand beside them by name. Files are made once, whole or not at all, and never rewritten, so
several processes may share the folder.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from app.domain.errors import KeyDestroyed
from app.domain.ids import CaseId

DAYS_AHEAD: Final = 8
"""Days for which keys exist in advance: a phone caches seven."""


@dataclass(frozen=True, slots=True, repr=False)
class DayKeys:
    """The keys of one local day."""

    day: date
    link: bytes
    token: bytes
    sealing: ec.EllipticCurvePrivateKey


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

    def _path(self, day: date) -> Path:
        return self._folder / "days" / f"{day.isoformat()}.json"

    def ensure(self, days: list[date]) -> None:
        """Make the keys of these days where they do not exist yet."""
        for day in days:
            if not self._path(day).exists() and not self._tombstone(day).exists():
                _write_once(self._path(day), _new_day())

    def day(self, day: date) -> DayKeys:
        """The keys of a day.

        Raises:
            KeyDestroyed: the day has left retention, or never had keys.
        """
        if not self._path(day).exists():
            self._days.pop(day, None)
            raise KeyDestroyed(day.isoformat())
        if day not in self._days:
            self._days[day] = _read_day(day, self._path(day))
        return self._days[day]

    def has(self, day: date) -> bool:
        """Whether the day's keys still stand."""
        return self._path(day).exists()

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
            _erase(self._path(day))
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
            _write_once(path, _pem(ec.generate_private_key(ec.SECP256R1())))
        return _private(path.read_bytes())

    def destroy_case(self, case: CaseId) -> None:
        """Overwrite and remove the key of a case; nothing re-sealed to it opens again."""
        path = self._folder / "cases" / f"{case}.pem"
        path.with_suffix(".destroyed").touch(mode=0o600)
        if path.exists():
            _erase(path)

    def named(self, name: str) -> bytes:
        """The 32 bytes of a long-lived key, made at its first use."""
        path = self._folder / "named" / name
        if not path.exists():
            _write_once(path, secrets.token_bytes(32))
        return path.read_bytes()


def _new_day() -> bytes:
    pem = _pem(ec.generate_private_key(ec.SECP256R1()))
    return json.dumps(
        {"link": secrets.token_hex(16), "token": secrets.token_hex(32), "sealing": pem.decode()}
    ).encode()


def _pem(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _private(pem: bytes) -> ec.EllipticCurvePrivateKey:
    private = load_pem_private_key(pem, password=None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)  # noqa: S101 - the file was written by `_pem`
    return private


def _erase(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    _sync_folder(path.parent)


def _read_day(day: date, path: Path) -> DayKeys:
    try:
        held = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise KeyDestroyed(day.isoformat()) from None
    private = _private(held["sealing"].encode())
    return DayKeys(day, bytes.fromhex(held["link"]), bytes.fromhex(held["token"]), private)


def _write_once(path: Path, content: bytes) -> None:
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
