"""A person on one day: one AES block, reversible only with that day's link key (DESIGN 4.6).

A permutation of 128-bit blocks needs no nonce here: every person gives another block, and the same person
must give the same block all day. Under another day's key the two are unrelated.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.domain.ids import PersonId, Pseudonym

_BLOCK = 16


def _cipher(link_key: bytes) -> Cipher[modes.ECB]:
    # One independent block per person: ECB is the raw block cipher, which is what is wanted.
    return Cipher(algorithms.AES128(link_key), modes.ECB())  # noqa: S305


def pseudonym(link_key: bytes, person: PersonId) -> Pseudonym:
    """The person as the visits of the key's day know them."""
    encryptor = _cipher(link_key).encryptor()
    return Pseudonym(UUID(bytes=encryptor.update(person.bytes) + encryptor.finalize()))


def pseudonyms(link_key: bytes, people: Iterable[PersonId]) -> list[Pseudonym]:
    """Many persons as the visits of one day know them, in their order, in one pass."""
    hidden = pseudonym_bytes(link_key, b"".join(p.bytes for p in people))
    return [Pseudonym(UUID(bytes=hidden[i : i + _BLOCK])) for i in range(0, len(hidden), _BLOCK)]


def pseudonym_bytes(link_key: bytes, people: bytes) -> bytes:
    """The same for persons whose 16 bytes stand one after another, as columns hold them."""
    encryptor = _cipher(link_key).encryptor()
    return encryptor.update(people) + encryptor.finalize()


def persons(link_key: bytes, pseudonyms: Iterable[Pseudonym]) -> list[PersonId]:
    """The persons behind one day's pseudonyms, in their order, in one pass."""
    clear = person_bytes(link_key, b"".join(p.bytes for p in pseudonyms))
    return [PersonId(UUID(bytes=clear[i : i + _BLOCK])) for i in range(0, len(clear), _BLOCK)]


def person_bytes(link_key: bytes, pseudonyms: bytes) -> bytes:
    """The same for pseudonyms whose 16 bytes stand one after another, as columns hold them."""
    decryptor = _cipher(link_key).decryptor()
    return decryptor.update(pseudonyms) + decryptor.finalize()
