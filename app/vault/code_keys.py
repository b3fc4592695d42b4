"""The keys that sign posters: one folder of the key store, one file a key, numbered from 01.

The newest key signs. Older ones are believed until they are retired, so that posters can be changed in peace,
and keep signing the list of ended codes, so that a phone which knows an old key learns the new one from it.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.audit_detail import utc_text
from app.domain.code_errors import CodeKeyRetired, CodeKeyUnknown, LastCodeKey
from app.domain.codes import number_of, read_characters
from app.domain.signed_codes import MOST_KEYS, CodeKeyId, code_key_id
from app.vault.private_files import erase, write_once

_SEED_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class CodeKey:
    """One key in force."""

    id: CodeKeyId
    private: Ed25519PrivateKey
    made_at: datetime

    @property
    def public(self) -> bytes:
        """The 32 bytes that phones check signatures with."""
        return self.private.public_key().public_bytes_raw()


class CodeKeys:
    """Files are made once and never rewritten, so several processes may share the folder.

    What was read is remembered; whether a key is retired is asked each time, for another process may do it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[CodeKeyId, CodeKey] = {}
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _path(self, key: CodeKeyId) -> Path:
        return self._folder / f"{key}.json"

    def _marker(self, key: CodeKeyId) -> Path:
        return self._folder / f"{key}.retired"

    def in_force(self) -> list[CodeKey]:
        """The keys that are believed, the newest last."""
        found = sorted(CodeKeyId(path.stem) for path in self._folder.glob("??.json"))
        return [self.get(key) for key in found if not self._marker(key).exists()]

    def retired(self) -> list[CodeKeyId]:
        """The keys that were believed once, the newest last."""
        return sorted(CodeKeyId(path.stem) for path in self._folder.glob("??.retired"))

    def get(self, key: CodeKeyId) -> CodeKey:
        """A key that is believed.

        Raises:
            CodeKeyRetired: it was once.
            CodeKeyUnknown: it never was.
        """
        if self._marker(key).exists():
            self._read.pop(key, None)
            raise CodeKeyRetired(key)
        if key not in self._read:
            if not self._path(key).exists():
                raise CodeKeyUnknown(key)
            held = json.loads(self._path(key).read_bytes())
            private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(held["seed"]))
            self._read[key] = CodeKey(key, private, datetime.fromisoformat(held["made_at"]))
        return self._read[key]

    def newest(self, *, now: datetime) -> CodeKey:
        """The key that signs; the first one is made when it is first needed."""
        return (self.in_force() or [self.rotate(now=now)])[-1]

    def rotate(self, *, now: datetime) -> CodeKey:
        """A new key, which signs from now on. Two at the same time make one.

        Raises:
            ValueError: all 1,023 numbers are used up.
        """
        last = max((number_of(read_characters(p.stem)) for p in self._folder.glob("??.*")), default=0)
        if last >= MOST_KEYS:
            raise ValueError(f"all {MOST_KEYS} numbers of code keys are used up")
        key = code_key_id(last + 1)
        seed = secrets.token_bytes(_SEED_BYTES).hex()
        write_once(self._path(key), json.dumps({"made_at": utc_text(now), "seed": seed}).encode())
        return self.get(key)

    def require_retirable(self, key: CodeKeyId) -> None:
        """Let a key be retired.

        Raises:
            CodeKeyRetired, CodeKeyUnknown: it is not in force.
            LastCodeKey: it is the newest, which signs.
        """
        if self.get(key).id == self.in_force()[-1].id:
            raise LastCodeKey(key)

    def retire(self, key: CodeKeyId) -> None:
        """Believe a key no more and destroy it: every poster that it signed is refused from now on.

        Raises:
            CodeKeyRetired, CodeKeyUnknown, LastCodeKey: as `require_retirable`.
        """
        self.require_retirable(key)
        self._marker(key).touch(mode=0o600)
        self._read.pop(key, None)
        erase(self._path(key))
