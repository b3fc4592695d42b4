"""An official makes a co-present person a contact, or excludes the person, with a reason.

Making somebody a contact re-seals the contact details, unseen, from the key of their day to the key of the
case: the day's key dies on time, the case's key 28 days after the case is closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.cases import must_be_open
from app.domain.contacts import Contact, Origin, Standing, checked_reason
from app.domain.errors import ContactUnknown
from app.domain.ids import CaseId, PersonId
from app.domain.officials import Official
from app.domain.people import ContactDetails
from app.store import audit, contacts, exposures, people
from app.store.db import Session
from app.usecases.find_card import open_card
from app.usecases.find_case import find_case
from app.vault.keystore import KeyStore
from app.vault.sealing import SealBroken, seal, unseal


def decide_contacts(
    session: Session,
    official: Official,
    case: CaseId,
    persons: Sequence[PersonId],
    *,
    standing: Standing,
    reason: str,
    keys: KeyStore,
    now: datetime,
) -> list[Contact]:
    """One decision, with one reason, about several people: all or none. Raises as `decide_contact`."""
    return [
        decide_contact(session, official, case, person, standing=standing, reason=reason, keys=keys, now=now)
        for person in persons
    ]


def decide_contact(
    session: Session,
    official: Official,
    case: CaseId,
    person: PersonId,
    *,
    standing: Standing,
    reason: str,
    keys: KeyStore,
    now: datetime,
) -> Contact:
    """Record a decision; a later one about the same person takes its place, and the trail keeps both.

    Raises:
        CaseUnknown, CaseClosed.
        ContactUnknown: the person is in no trace of this case.
        InputRefused: no reason.
    """
    must_be_open(find_case(session, case, official))
    reason = checked_reason(reason)
    names = people.all_of(session, person)
    before = next((c for c in reversed(contacts.of_case(session, case)) if c.person in names), None)
    if before is None and not exposures.lists(session, case, person):
        raise ContactUnknown(str(person))
    after = Contact(
        id=before.id if before else uuid4(),
        case=case,
        person=names[0] if before is None else before.person,  # to which what is re-sealed is bound
        standing=standing,
        origin=Origin.VENUE,
        reason=reason,
        decided_by=official.id,
        decided_at=now,
        resealed=before.resealed if before else None,
        resealed_epoch=before.resealed_epoch if before else None,
        version=before.version + 1 if before else 1,
    )
    if standing is Standing.CONTACT:
        after = _with_details(session, after, names, keys)
    contacts.put(session, after)
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.CONTACT_DECIDED,
        case=case,
        detail={
            "contact": after.id,
            "standing": standing.value,
            "version": after.version,
            "resealed": after.resealed is not None,
        },
        now=now,
    )
    return after


def _with_details(session: Session, contact: Contact, names: Sequence[PersonId], keys: KeyStore) -> Contact:
    """The contact with the newest details that still open, left under any name, sealed to the case."""
    for name, epoch, blob in people.contacts(session, names):
        if keys.has(epoch):
            try:
                details = unseal(blob, keys.day(epoch).sealing, name, epoch)
            except SealBroken:
                continue  # a damaged blob must not hide an older one that opens
            return replace(contact, resealed=_resealed(details, contact, epoch, keys), resealed_epoch=epoch)
    if (on_card := open_card(session, names, keys)) is not None:
        details, epoch = on_card
        return replace(contact, resealed=_resealed(details, contact, epoch, keys), resealed_epoch=epoch)
    return contact


def _resealed(details: ContactDetails, contact: Contact, epoch: date, keys: KeyStore) -> bytes:
    assert contact.person is not None  # noqa: S101 - a name of theirs was given
    return seal(details, keys.of_case(contact.case).public_key(), contact.person, epoch)
