"""The details on a card, sealed to the card register (DESIGN 4.5): the scheme of `sealing`, other `info`.

`info` binds the blob to the card's person and to the key's year, so what was sealed for a day never opens as
a card's, nor the other way round.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from app.domain.ids import PersonId
from app.domain.people import ContactDetails
from app.vault.sealing import SEALED, VERSION, SealBroken, pad, unpad

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


def card_info(person: PersonId, year: int) -> bytes:
    """What the blob is bound to: each part behind its length in two bytes, big-endian."""
    parts = (b"ghe card", bytes([VERSION]), person.bytes, f"{year:04d}".encode())
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def seal_card(
    details: ContactDetails, public: ec.EllipticCurvePublicKey, person: PersonId, year: int
) -> bytes:
    """Seal to the public key of a year; 338 bytes."""
    return bytes([VERSION]) + _SUITE.encrypt(pad(details), public, card_info(person, year))


def unseal_card(
    blob: bytes, private: ec.EllipticCurvePrivateKey, person: PersonId, year: int
) -> ContactDetails:
    """Open a card's blob.

    Raises:
        SealBroken: it was not sealed to this key for this person and year.
    """
    if len(blob) != SEALED or blob[0] != VERSION:
        raise SealBroken
    try:
        padded = _SUITE.decrypt(blob[1:], private, card_info(person, year))
    except (InvalidTag, ValueError):
        raise SealBroken from None
    return unpad(padded)
