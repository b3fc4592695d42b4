"""The audit chain: each entry's hash covers its predecessor's, so nothing can be changed, moved or left out.

Cutting off the end is noticed only by somebody who kept an earlier end: that is what checkpoints are for,
signed with Ed25519 and kept in another place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain.audit import Entry, utc_text
from app.vault.keystore import KeyStore

GENESIS: Final = bytes(32)
"""What stands before the first entry."""

_CHECKPOINT_KEY = "audit-checkpoints"


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends: the last entry's number and hash."""

    number: int = 0
    hash: bytes = GENESIS


def canonical(entry: Entry) -> bytes:
    """The bytes of an entry that are hashed: JSON in UTF-8, keys sorted, no spaces, times in UTC."""
    held = {
        "number": entry.number,
        "at": utc_text(entry.at),
        "actor": None if entry.actor is None else str(entry.actor),
        "action": entry.action,
        "case": None if entry.case is None else str(entry.case),
        "detail": entry.detail,
    }
    return _json(held)


def link(previous: bytes, entry: Entry) -> bytes:
    """The hash of an entry, over its predecessor's hash and its own canonical bytes."""
    return hashlib.sha256(previous + canonical(entry)).digest()


def follow(end: End, entries: Iterable[tuple[Entry, bytes]]) -> tuple[End, int | None]:
    """Walk on from `end`: the new end, and the number at which the chain breaks, or None.

    The number is the one that was expected there: a missing entry is named by its own number.
    """
    for entry, kept in entries:
        expected = end.number + 1
        if entry.number != expected or link(end.hash, entry) != kept:
            return end, expected
        end = End(expected, kept)
    return end, None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement that the chain ended so at that time."""

    number: int
    hash: str
    at: str
    key: str
    """The public key, for who wants to check without the key store."""
    signature: str

    def line(self) -> str:
        """One line of JSON."""
        return _json(asdict(self)).decode()


class CheckpointForged(Exception):
    """Not a checkpoint that this installation's key has signed."""


def sign_checkpoint(keys: KeyStore, end: End, *, now: datetime) -> Checkpoint:
    """Sign where the chain ends."""
    private = _private(keys)
    hashed, at = end.hash.hex(), utc_text(now)
    signature = private.sign(_signed({"number": end.number, "hash": hashed, "at": at}))
    public = private.public_key().public_bytes_raw()
    return Checkpoint(end.number, hashed, at, public.hex(), signature.hex())


def read_checkpoint(keys: KeyStore, line: str) -> End:
    """The end that a line of JSON vouches for.

    The key written in it is not believed: it would let anybody sign.

    Raises:
        CheckpointForged: it is damaged, or another key has signed it.
    """
    try:
        held: dict[str, Any] = json.loads(line)
        stated = {name: held[name] for name in ("number", "hash", "at")}
        public_key(keys).verify(bytes.fromhex(held["signature"]), _signed(stated))
        return End(int(stated["number"]), bytes.fromhex(stated["hash"]))
    except (ValueError, KeyError, TypeError, InvalidSignature):
        raise CheckpointForged(line[:80]) from None


def public_key(keys: KeyStore) -> Ed25519PublicKey:
    """What checks the signatures; an auditor keeps a copy."""
    return _private(keys).public_key()


def _private(keys: KeyStore) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.named(_CHECKPOINT_KEY))


def _signed(stated: dict[str, Any]) -> bytes:
    return b"ghe audit checkpoint\0" + _json(stated)


def _json(held: object) -> bytes:
    return json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
