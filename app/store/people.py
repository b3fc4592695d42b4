"""Persons, the tokens that speak for them, and their sealed contact details."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlmodel import Session, col, select

from app.domain.ids import PersonId
from app.store.bulk import batched, insert_new
from app.store.tables import DeviceTokenRow, PersonRow, SealedContactRow


def by_tokens(session: Session, tokens: Iterable[bytes]) -> dict[bytes, PersonId]:
    """The persons behind the SHA-256 of device tokens, those that are known, in one query."""
    rows = session.exec(select(DeviceTokenRow).where(col(DeviceTokenRow.token_sha256).in_(list(tokens))))
    return {row.token_sha256: PersonId(row.person) for row in rows}


def add(session: Session, new: Mapping[bytes, PersonId], *, today: date) -> None:
    """Keep new persons, each with the first token that speaks for it."""
    insert_new(session, PersonRow, [{"id": p, "first_day": today, "guardian": False} for p in new.values()])
    insert_new(session, DeviceTokenRow, [{"token_sha256": t, "person": p} for t, p in new.items()])


def save_contact(session: Session, person: PersonId, epoch: date, blob: bytes) -> None:
    """Keep the sealed contact of a person's day; a newer one takes its place."""
    session.merge(SealedContactRow(epoch=epoch, person=person, blob=blob))
    session.flush()


def add_contacts(session: Session, new: Iterable[tuple[PersonId, date, bytes]]) -> None:
    """Keep many sealed contacts; a day that has one keeps it."""
    for some in batched(new, 5000):
        insert_new(session, SealedContactRow, [{"person": p, "epoch": day, "blob": b} for p, day, b in some])


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


def contacts(session: Session, person: PersonId) -> list[tuple[date, bytes]]:
    """A person's sealed contacts, the newest day first."""
    rows = session.exec(
        select(SealedContactRow)
        .where(SealedContactRow.person == person)
        .order_by(col(SealedContactRow.epoch).desc())
    )
    return [(row.epoch, row.blob) for row in rows]


def with_contact(session: Session, persons: Iterable[PersonId]) -> set[PersonId]:
    """Who of these persons left contact details on any day."""
    found: set[PersonId] = set()
    for some in batched(persons, 5000):
        rows = session.exec(
            select(col(SealedContactRow.person)).where(col(SealedContactRow.person).in_(some)).distinct()
        )
        found |= {PersonId(person) for person in rows}
    return found
