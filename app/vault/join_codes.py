"""What the server keeps of the code by which two browsers are linked."""

from __future__ import annotations

import hmac
import secrets

from app.domain.joins import LENGTH, JoinCode, make_join_code
from app.vault.keystore import KeyStore


def new_join_code() -> JoinCode:
    """Eight fresh random digits."""
    return make_join_code(secrets.randbelow(10**LENGTH))


def join_code_mac(code: JoinCode, keys: KeyStore) -> bytes:
    """HMAC-SHA256 under a key outside the database: eight digits have too little entropy for a plain hash."""
    return hmac.digest(keys.named("join-codes"), code.encode(), "sha256")
