"""The ill person's details, in and out of their envelope. Shared by the use cases that read a case file."""

from __future__ import annotations

import json
from dataclasses import asdict
from uuid import UUID

from app.domain.subjects import Subject
from app.store.subjects import SealedSubject
from app.vault.fields import blind_index, field_key, open_field, seal_field
from app.vault.keystore import KeyStore

_PURPOSE = "subject"


def sealed_subject(subject: Subject, row: UUID, jurisdiction: str | None, keys: KeyStore) -> SealedSubject:
    """What the database keeps of a subject."""
    clear = json.dumps(asdict(subject), ensure_ascii=False).encode()
    key = field_key(keys, _PURPOSE, jurisdiction)
    return SealedSubject(
        row,
        jurisdiction,
        seal_field(key, clear, table="subjects", column="details", row=row),
        name_index(subject.name, keys),
        None if subject.phone is None else phone_index(subject.phone, keys),
    )


def opened_subject(sealed: SealedSubject, keys: KeyStore) -> Subject:
    """The subject again.

    Raises:
        FieldDamaged: the row was moved or changed.
    """
    key = field_key(keys, _PURPOSE, sealed.jurisdiction)
    clear = open_field(key, sealed.details, table="subjects", column="details", row=sealed.id)
    return Subject(**json.loads(clear))


def name_index(name: str, keys: KeyStore) -> bytes:
    """The keyed hash by which a name is found, tone marks and case aside."""
    return blind_index(field_key(keys, "subject name"), name)


def phone_index(phone: str, keys: KeyStore) -> bytes:
    """The keyed hash by which a phone number is found."""
    return blind_index(field_key(keys, "subject phone"), phone)


def sealed_words(words: str, row: UUID, *, table: str, column: str, keys: KeyStore) -> bytes:
    """Free text that may name people, enciphered for its row."""
    return seal_field(field_key(keys, "words"), words.encode(), table=table, column=column, row=row)


def opened_words(sealed: bytes, row: UUID, *, table: str, column: str, keys: KeyStore) -> str:
    """The free text again. Raises `FieldDamaged`."""
    return open_field(field_key(keys, "words"), sealed, table=table, column=column, row=row).decode()
