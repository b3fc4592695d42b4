"""Persons, the tokens that speak for them, and their sealed contact details."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.domain.ids import PersonId
from app.store.bulk import batched, insert_new
from app.store.direct import direct, readers
from app.store.tables import DeviceTokenRow, JoinedPersonRow, PersonRow, SealedContactRow

_PERSONS_A_QUERY = 5000


def by_tokens(session: Session, tokens: Iterable[bytes]) -> dict[bytes, PersonId]:
    """The persons behind the SHA-256 of device tokens, those that are known, in one query."""
    rows = session.exec(select(DeviceTokenRow).where(col(DeviceTokenRow.token_sha256).in_(list(tokens))))
    return {row.token_sha256: PersonId(row.person) for row in rows}


NAMES_BY_TOKENS: Final = """
    SELECT d.token_sha256, d.person, j.person
    FROM device_tokens d LEFT JOIN joined_persons j ON j."into" = d.person
    WHERE d.token_sha256 {in_hashes}
    ORDER BY j.joined_at, j.person
"""


def names_by_tokens(session: Session, tokens: Iterable[bytes]) -> dict[bytes, list[PersonId]]:
    """All names of the humans behind the SHA-256 of device tokens, those that are known, in one query.

    Each human's names as `names_of` gives them: the one that new visits go by comes first.
    """
    there = direct(session)
    return read_names(there.ask(NAMES_BY_TOKENS, there.hashes(tokens)), sqlite=there.sqlite)


def read_names(rows: Iterable[Sequence[Any]], *, sqlite: bool) -> dict[bytes, list[PersonId]]:
    """What the rows of `NAMES_BY_TOKENS` say."""
    read_id, _ = readers(sqlite=sqlite)
    found: dict[bytes, list[PersonId]] = {}
    for token, person, joined in rows:
        names = found.setdefault(bytes(token), [PersonId(read_id(person))])
        if joined is not None:
            names.append(PersonId(read_id(joined)))
    return found


def canonical(session: Session, persons: Iterable[PersonId]) -> dict[PersonId, PersonId]:
    """Under which name each of these persons goes: its own, or that of the person it was joined into.

    One query for each five thousand, and none for nobody.
    """
    found = {person: person for person in persons}
    for some in batched(list(found), _PERSONS_A_QUERY):
        rows = session.exec(
            select(JoinedPersonRow.person, JoinedPersonRow.into).where(col(JoinedPersonRow.person).in_(some))
        )
        found |= {PersonId(person): PersonId(into) for person, into in rows}
    return found


def names_of(session: Session, persons: Iterable[PersonId]) -> dict[PersonId, list[PersonId]]:
    """All names of these canonical persons: each one's own first, then what was joined into it.

    One query for each five thousand. A name that was joined into another person has only itself here.
    """
    found = {person: [person] for person in persons}
    for some in batched(list(found), _PERSONS_A_QUERY):
        rows = session.exec(
            select(JoinedPersonRow.person, JoinedPersonRow.into)
            .where(col(JoinedPersonRow.into).in_(some))
            .order_by(col(JoinedPersonRow.joined_at), col(JoinedPersonRow.person))
        )
        for person, into in rows:
            found[PersonId(into)].append(PersonId(person))
    return found


def all_of(session: Session, person: PersonId) -> list[PersonId]:
    """All names of one human: the canonical one first, whichever of them is given. Two queries."""
    chief = canonical(session, [person])[person]
    return names_of(session, [chief])[chief]


def add(session: Session, new: Mapping[bytes, PersonId], *, today: date) -> bool:
    """Keep new persons, each with the first token that speaks for it; whether every token was new.

    Another process may have kept a token since it was looked up: then it speaks for the person of that
    process, and the one given here is not kept.
    """
    if not new:
        return True
    # In one order, so that two processes with the same tokens wait for each other and never in a circle.
    rows = sorted(new.items())
    insert_new(session, PersonRow, [{"id": p, "first_day": today, "guardian": False} for _, p in rows])
    kept = insert_new(session, DeviceTokenRow, [{"token_sha256": t, "person": p} for t, p in rows])
    if kept == len(rows):
        return True
    speaking = by_tokens(session, new)
    lost = [person for token, person in rows if speaking[token] != person]
    session.execute(delete(PersonRow).where(col(PersonRow.id).in_(lost)))
    return False


def mark_guardians(session: Session, persons: Collection[PersonId]) -> None:
    """Say of these persons that their number stands for children too; asks nothing for nobody."""
    for some in batched(persons, _PERSONS_A_QUERY):
        session.execute(update(PersonRow).where(col(PersonRow.id).in_(some)).values(guardian=True))


def save_contact(session: Session, person: PersonId, epoch: date, blob: bytes) -> None:
    """Keep the sealed contact of a person's day; a newer one takes its place."""
    session.merge(SealedContactRow(epoch=epoch, person=person, blob=blob))
    session.flush()


_ADD_CONTACTS: Final = (
    "INSERT INTO sealed_contacts (epoch, person, blob) "
    "SELECT * FROM unnest(%s::date[], %s::uuid[], %s::bytea[]) ON CONFLICT DO NOTHING"
)
_ADD_CONTACT: Final = (
    "INSERT INTO sealed_contacts (epoch, person, blob) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
)


def add_contacts(session: Session, new: Iterable[tuple[PersonId, date, bytes]]) -> None:
    """Keep many sealed contacts; a day that has one keeps it."""
    there = direct(session)
    for some in batched(new, 5000):
        if there.sqlite:
            there.do_each(_ADD_CONTACT, [(day.isoformat(), person.bytes, blob) for person, day, blob in some])
        else:
            whose, days, blobs = zip(*some, strict=True)
            there.do(_ADD_CONTACTS, list(days), there.ids(whose), there.hashes(blobs))


def contact(session: Session, person: PersonId, epoch: date) -> bytes | None:
    """The sealed contact of a person's day."""
    row = session.get(SealedContactRow, (epoch, person))
    return None if row is None else row.blob


def days_with_contact(session: Session, person: PersonId, days: Iterable[date]) -> set[date]:
    """On which of these days the person left contact details."""
    rows = session.exec(
        select(col(SealedContactRow.epoch)).where(
            SealedContactRow.person == person, col(SealedContactRow.epoch).in_(list(days))
        )
    )
    return set(rows)


def contacts(session: Session, names: Iterable[PersonId]) -> list[tuple[PersonId, date, bytes]]:
    """The sealed contacts of a person's names, the newest day first, each with the name it is bound to."""
    rows = session.exec(
        select(SealedContactRow)
        .where(col(SealedContactRow.person).in_(list(names)))
        .order_by(col(SealedContactRow.epoch).desc(), col(SealedContactRow.person))
    )
    return [(PersonId(row.person), row.epoch, row.blob) for row in rows]


def with_contact(session: Session, persons: Iterable[PersonId]) -> set[PersonId]:
    """Who of these canonical persons left contact details on any day, under any name."""
    chief = {name: who for who, names in names_of(session, persons).items() for name in names}
    found: set[PersonId] = set()
    for some in batched(list(chief), _PERSONS_A_QUERY):
        rows = session.exec(
            select(col(SealedContactRow.person)).where(col(SealedContactRow.person).in_(some)).distinct()
        )
        found |= {chief[PersonId(person)] for person in rows}
    return found
