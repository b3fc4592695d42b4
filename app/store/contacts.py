"""What officials decided about people of a case."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from app.domain.contacts import Contact
from app.domain.errors import ContactUnknown
from app.domain.ids import CaseId, OfficialId, PersonId
from app.store import people
from app.store.bulk import batched
from app.store.tables import ContactRow

_VALUES_A_QUERY = 5000


def put(session: Session, contact: Contact) -> None:
    """Keep a decision; a newer one about the same contact takes its place."""
    session.merge(
        ContactRow(
            id=contact.id,
            case=contact.case,
            person=contact.person,
            standing=contact.standing,
            origin=contact.origin,
            generation=contact.generation,
            reason=contact.reason,
            guidance=contact.guidance,
            resealed=contact.resealed,
            resealed_epoch=contact.resealed_epoch,
            decided_by=contact.decided_by,
            decided_at=contact.decided_at,
            version=contact.version,
        )
    )
    session.flush()


def of_case(session: Session, case: CaseId) -> list[Contact]:
    """A case's contacts and excluded people, in the order of the decisions."""
    rows = session.exec(
        select(ContactRow)
        .where(ContactRow.case == case)
        .order_by(col(ContactRow.decided_at), col(ContactRow.id))
    )
    return [_contact(row) for row in rows]


def get(session: Session, case: CaseId, contact: UUID) -> Contact:
    """One contact of a case.

    Raises:
        ContactUnknown: none, or another case's.
    """
    row = session.get(ContactRow, contact)
    if row is None or row.case != case:
        raise ContactUnknown(str(contact))
    return _contact(row)


def about(session: Session, persons: Iterable[PersonId]) -> dict[tuple[CaseId, PersonId], Contact]:
    """What was decided last about these persons, under whichever of their names, in whichever case."""
    names = people.names_of(session, persons)
    chief = {name: person for person, theirs in names.items() for name in theirs}
    found: dict[tuple[CaseId, PersonId], Contact] = {}
    for some in batched(chief, _VALUES_A_QUERY):
        rows = session.exec(
            select(ContactRow)
            .where(col(ContactRow.person).in_(some))
            .order_by(col(ContactRow.decided_at), col(ContactRow.id))
        )
        for row in rows:
            contact = _contact(row)
            if contact.person is not None:
                found[contact.case, chief[contact.person]] = contact
    return found


def _contact(row: ContactRow) -> Contact:
    return Contact(
        id=row.id,
        case=CaseId(row.case),
        person=None if row.person is None else PersonId(row.person),
        standing=row.standing,
        origin=row.origin,
        reason=row.reason,
        decided_by=OfficialId(row.decided_by),
        decided_at=row.decided_at,
        guidance=row.guidance,
        generation=row.generation,
        resealed=row.resealed,
        resealed_epoch=row.resealed_epoch,
        version=row.version,
    )
