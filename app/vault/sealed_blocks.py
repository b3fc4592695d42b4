"""Blocks of bytes on disk that open only with one key: AES-256-GCM, each bound to its name."""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Sealer:
    """Seals and opens blocks; made of a key that serves something else too."""

    def __init__(self, key: bytes) -> None:
        derived = HKDF(SHA256(), 32, None, b"ghe sealed blocks").derive(key)
        self._cipher = AESGCM(derived)

    def seal(self, name: str, block: bytes) -> bytes:
        """The block as it may lie on a disk. A fresh nonce each time: the same block differs every time."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, block, name.encode())

    def open(self, name: str, sealed: bytes) -> bytes:
        """What was sealed under that name.

        Raises:
            InvalidTag: under another name, with another key, or changed since.
        """
        return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
