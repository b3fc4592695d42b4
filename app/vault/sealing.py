"""Contact details, sealed so that only the holder of the day's private key can open them (DESIGN 4.5).

HPKE base mode (RFC 9180) with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-128-GCM. The clear text is
padded to 256 bytes, so its length tells nothing of the name. `info` binds the blob to its version, person
and day: a blob moved to another row does not open.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from app.domain.errors import Refusal
from app.domain.ids import PersonId
from app.domain.people import ContactDetails

VERSION: Final = 1
PADDED: Final = 256
"""Bytes of clear text: a length of two bytes, JSON in UTF-8, zeros."""
_POINT: Final = 65
SEALED: Final = 1 + _POINT + PADDED + 16
"""Bytes of a blob: version, encapsulated key, cipher text, tag."""

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


class SealBroken(Refusal):
    """Not openable: another row's blob, another day's key, or damaged."""


def info(person: PersonId, epoch: date) -> bytes:
    """What the blob is bound to: each part behind its length in two bytes, big-endian."""
    parts = (b"ghe contact", bytes([VERSION]), person.bytes, epoch.isoformat().encode())
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def pad(details: ContactDetails) -> bytes:
    """The 256 bytes that are sealed."""
    clear = _clear(details)
    assert len(clear) <= PADDED - 2  # noqa: S101 - `contact_details` admits no longer name or number
    return len(clear).to_bytes(2, "big") + clear.ljust(PADDED - 2, b"\0")


def _clear(details: ContactDetails) -> bytes:
    return json.dumps({"n": details.name, "p": details.phone}, ensure_ascii=False).encode()


def unpad(padded: bytes) -> ContactDetails:
    """The details inside 256 clear bytes.

    Raises:
        SealBroken: they are not what `pad` makes; a phone may have sealed anything.
    """
    try:
        held = json.loads(padded[2 : 2 + int.from_bytes(padded[:2], "big")])
        name, phone = held["n"], held["p"]
    except (ValueError, KeyError, TypeError):
        raise SealBroken from None
    if not (isinstance(name, str) and isinstance(phone, str)):
        raise SealBroken
    details = ContactDetails(name, phone)
    try:
        fits = len(_clear(details)) <= PADDED - 2
    except UnicodeEncodeError:  # half of a pair, written as an escape
        fits = False
    if not fits:  # it could not be sealed again, to a case
        raise SealBroken
    return details


def seal(details: ContactDetails, public: ec.EllipticCurvePublicKey, person: PersonId, epoch: date) -> bytes:
    """Seal to a day's public key; 338 bytes."""
    return bytes([VERSION]) + _SUITE.encrypt(pad(details), public, info(person, epoch))


def looks_sealed(blob: bytes) -> bool:
    """Whether bytes have the form of a blob: version, length, and a point of the curve as encapsulated key.

    Only the private key tells whether it opens; this much is refused before it is kept.
    """
    if len(blob) != SEALED or blob[0] != VERSION:
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), blob[1 : 1 + _POINT])
    except ValueError:
        return False
    return True


def unseal(blob: bytes, private: ec.EllipticCurvePrivateKey, person: PersonId, epoch: date) -> ContactDetails:
    """Open a blob.

    Raises:
        SealBroken: it was not sealed to this key for this person and day.
    """
    if len(blob) != SEALED or blob[0] != VERSION:
        raise SealBroken
    try:
        padded = _SUITE.decrypt(blob[1:], private, info(person, epoch))
    except (InvalidTag, ValueError):
        raise SealBroken from None
    return unpad(padded)
