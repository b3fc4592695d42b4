"""Cards, by the MAC of their number or by their holder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func
from sqlmodel import Session, col, select

from app.domain.assurance import Assurance
from app.domain.cards import Card
from app.domain.ids import OfficialId, PersonId, Pseudonym, VenueId
from app.domain.spans import Span
from app.store import histories
from app.store.bulk import batched, insert_new
from app.store.tables import CardRow, DeviceTokenRow, PersonRow, SealedContactRow, VisitRow

_VALUES_A_QUERY = 5000


def add(session: Session, macs: Iterable[bytes], *, issued_on: date, expires_on: date) -> None:
    """Keep blank cards."""
    for some in batched(macs, _VALUES_A_QUERY):
        insert_new(
            session,
            CardRow,
            [{"number_mac": mac, "issued_on": issued_on, "expires_on": expires_on} for mac in some],
        )


def add_person(session: Session, person: PersonId, *, today: date) -> None:
    """Keep a new person, who has no browser."""
    insert_new(session, PersonRow, [{"id": person, "first_day": today, "guardian": False}])


def by_macs(session: Session, macs: Iterable[bytes]) -> dict[bytes, Card]:
    """The cards with these MACs, those that there are, in one query; none for nothing."""
    wanted = list(macs)
    rows = session.exec(select(CardRow).where(col(CardRow.number_mac).in_(wanted))) if wanted else ()
    return {row.number_mac: _card(row) for row in rows}


def to_change(session: Session, mac: bytes) -> Card | None:
    """A card that nobody else changes until this transaction ends: two may register it at one moment."""
    # As it is once the lock is held: this session may have read it before, and somebody changed it since.
    locked = select(CardRow).where(CardRow.number_mac == mac).with_for_update()
    row = session.exec(locked.execution_options(populate_existing=True)).first()
    return None if row is None else _card(row)


def save(session: Session, card: Card) -> None:
    """Keep what changed about a card."""
    row = session.get_one(CardRow, card.mac)
    row.person, row.sealed, row.key_year = card.person, card.sealed, card.key_year
    row.registered_at, row.registered_by = card.registered_at, card.registered_by
    row.blocked_at, row.replaced_at = card.blocked_at, card.replaced_at
    session.flush()


def of_persons(session: Session, persons: Iterable[PersonId]) -> list[Card]:
    """All cards of a few persons, the newest registration first."""
    rows = session.exec(
        select(CardRow)
        .where(col(CardRow.person).in_(list(persons)))
        .order_by(col(CardRow.registered_at).desc())
    )
    return [_card(row) for row in rows]


def with_details(session: Session, persons: Iterable[PersonId]) -> set[PersonId]:
    """Who of these persons has a card with details."""
    found: set[PersonId] = set()
    for some in batched(persons, _VALUES_A_QUERY):
        rows = session.exec(
            select(CardRow.person)
            .where(col(CardRow.person).in_(some), col(CardRow.sealed).is_not(None))
            .distinct()
        )
        found |= {PersonId(person) for person in rows if person is not None}
    return found


def key_years(session: Session, *, first_kept: date) -> set[int]:
    """The years whose keys are still needed: of every card that was valid on or after `first_kept`."""
    rows = session.exec(
        select(CardRow.key_year)
        .where(col(CardRow.expires_on) >= first_kept, col(CardRow.sealed).is_not(None))
        .distinct()
    )
    return {year for year in rows if year is not None}


def delete_expired(session: Session, *, first_kept: date) -> int:
    """Delete the cards whose last day was before `first_kept`; returns how many."""
    result = session.execute(delete(CardRow).where(col(CardRow.expires_on) < first_kept))
    return cast("CursorResult[Any]", result).rowcount


def scanned(session: Session, venue: VenueId, during: Span) -> int:
    """How many people checked in to a venue by card during the span."""
    return session.exec(
        select(func.count(func.distinct(VisitRow.pseudonym))).where(
            VisitRow.venue == venue,
            col(VisitRow.entered_at) >= during.start,
            col(VisitRow.entered_at) < during.end,
            VisitRow.assurance == Assurance.CARD,
            col(VisitRow.withdrawn_at).is_(None),
        )
    ).one()


def delete_holder(session: Session, person: PersonId, names: Iterable[Pseudonym]) -> int:
    """Delete the visits under these names, the cards and sealed details of a person, and the person.

    Returns how many visits. A case's own copies are the case's, and stay.
    """
    gone = 0
    for some in batched(names, _VALUES_A_QUERY):
        result = session.execute(delete(VisitRow).where(col(VisitRow.pseudonym).in_(some)))
        gone += cast("CursorResult[Any]", result).rowcount
        if histories.kept(session):
            histories.delete_of(session, some)
    for rows in (CardRow, SealedContactRow, DeviceTokenRow):
        session.execute(delete(rows).where(col(rows.person) == person))
    session.execute(delete(PersonRow).where(col(PersonRow.id) == person))
    return gone


def _card(row: CardRow) -> Card:
    return Card(
        mac=row.number_mac,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        person=None if row.person is None else PersonId(row.person),
        sealed=row.sealed,
        key_year=row.key_year,
        registered_at=row.registered_at,
        registered_by=None if row.registered_by is None else OfficialId(row.registered_by),
        blocked_at=row.blocked_at,
        replaced_at=row.replaced_at,
    )
