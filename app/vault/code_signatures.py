"""Signing codes with Ed25519, and checking them with nothing but a public key."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.code_errors import SignatureWrong
from app.domain.codes import Code
from app.domain.signed_codes import SignedCode, signed_text
from app.vault.code_keys import CodeKey


def sign_code(key: CodeKey, code: Code) -> SignedCode:
    """The code with the key's signature; the same every time, for Ed25519 needs no randomness."""
    return SignedCode(code, key.id, key.private.sign(signed_text(code, key.id)))


def verified(signed: SignedCode, public: bytes) -> Code:
    """The code inside, when the signature fits the 32 bytes of a public key.

    Raises:
        SignatureWrong: it does not.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(
            signed.signature, signed_text(signed.code, signed.key)
        )
    except InvalidSignature:
        raise SignatureWrong(signed.key) from None
    return signed.code
