"""Statements of where the audit chain ended, signed with Ed25519 and kept in another place."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain.audit_detail import utc_text
from app.vault.chain import End, canonical_json
from app.vault.keystore import KeyStore

_CHECKPOINT_KEY = "audit-checkpoints"


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
        return canonical_json(asdict(self)).decode()


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
    return b"ghe audit checkpoint\0" + canonical_json(stated)
