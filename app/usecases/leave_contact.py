"""A person leaves contact details with a visit."""

from __future__ import annotations

from app.domain.errors import VisitWithdrawn
from app.domain.people import ContactDetails, SealedContact
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.store import people
from app.store.db import Session
from app.usecases.admit_contact import admit_contact
from app.usecases.change_visit import show
from app.usecases.find_visit import VisitKey
from app.usecases.give_receipt import Receipt
from app.vault.keystore import KeyStore
from app.vault.sealing import seal


def leave_contact(
    session: Session, key: VisitKey, details: ContactDetails, *, keys: KeyStore, policy: Policy
) -> Receipt:
    """Seal contact details to the visit's day; nothing readable is kept, not even for a moment on disk.

    Raises:
        VisitUnknown: as `check_out`.
        VisitWithdrawn: there is nothing left to reach the person about.
    """
    found = _of_a_visit(session, key, keys=keys, policy=policy)
    day = keys.day(local_day(found.visit.entered_at, policy.zone))
    blob = seal(details, day.sealing.public_key(), found.person, day.day)
    people.save_contact(session, found.person, day.day, blob)
    _mark_guardian(session, found)
    return found


def leave_sealed_contact(
    session: Session, key: VisitKey, contact: SealedContact, *, keys: KeyStore, policy: Policy
) -> Receipt:
    """Keep contact details that a phone has sealed to the visit's day; newer ones take their place.

    Raises:
        VisitUnknown, VisitWithdrawn: as `leave_contact`.
        ContactRefused: sealed for another person or another day, or not sealed at all.
    """
    found = _of_a_visit(session, key, keys=keys, policy=policy)
    admit_contact(
        contact,
        persons=people.all_of(session, found.person),
        days=[local_day(found.visit.entered_at, policy.zone)],
    )
    people.save_contact(session, contact.person, contact.epoch, contact.blob)
    _mark_guardian(session, found)
    return found


def _mark_guardian(session: Session, found: Receipt) -> None:
    if found.visit.children:
        people.mark_guardians(session, {found.person})


def _of_a_visit(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy) -> Receipt:
    found = show(session, key, keys=keys, policy=policy)
    if found.visit.withdrawn_at is not None:
        raise VisitWithdrawn(str(found.visit.id))
    return found
