"""Single fields of a row, enciphered with AES-256-GCM and bound to their place (DESIGN 4.9).

A dump of the database, or a value copied into another row, opens nowhere. What must be searched has a keyed
hash beside it, so that equal values are found without being read.
"""

from __future__ import annotations

import hmac
import os
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.text import fold
from app.vault.keystore import KeyStore

VERSION: Final = 1
OVERHEAD: Final = 1 + 12 + 16
"""Bytes that sealing adds: version, nonce, tag."""
INDEX_BYTES: Final = 16

_KEY_BYTES = 32
_NONCE_BYTES = 12
_ROOT = "fields"


class FieldDamaged(Exception):
    """Not openable: another row's value, another key, or damaged. A fault of the data, not of a person."""


def field_key(keys: KeyStore, purpose: str, jurisdiction: str | None = None) -> bytes:
    """The key for one purpose in one jurisdiction (None: the whole city); 32 bytes.

    Derived from one root, so that the keys of two districts are unrelated to whoever holds only them.
    """
    info = _framed(b"ghe field", purpose.encode(), b"" if jurisdiction is None else jurisdiction.encode())
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=info).derive(keys.named(_ROOT))


def seal_field(key: bytes, clear: bytes, *, table: str, column: str, row: UUID) -> bytes:
    """Encipher a value for one column of one row.

    The nonce is random: sealing a value again gives other bytes, and a key stays far below the 2^32 uses
    that random 96-bit nonces allow.
    """
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, clear, _place(table, column, row))
    return bytes([VERSION]) + nonce + sealed


def open_field(key: bytes, sealed: bytes, *, table: str, column: str, row: UUID) -> bytes:
    """The value that was sealed for this place.

    Raises:
        FieldDamaged: it was not sealed with this key for this column of this row.
    """
    if len(sealed) < OVERHEAD or sealed[0] != VERSION:
        raise FieldDamaged(f"{table}.{column} of {row}")
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, _place(table, column, row))
    except InvalidTag:
        raise FieldDamaged(f"{table}.{column} of {row}") from None


def blind_index(key: bytes, text: str) -> bytes:
    """A keyed hash of a text for look-ups; spelling variants that fold alike share it. 16 bytes."""
    return hmac.digest(key, fold(text).encode(), "sha256")[:INDEX_BYTES]


def _place(table: str, column: str, row: UUID) -> bytes:
    return _framed(table.encode(), column.encode(), row.bytes)


def _framed(*parts: bytes) -> bytes:
    """Each part behind its length, so that no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)
