"""A person leaves contact details with a visit."""

from __future__ import annotations

from app.domain.errors import VisitWithdrawn
from app.domain.people import ContactDetails
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.store import people
from app.store.db import Session
from app.usecases.change_visit import show
from app.usecases.find_visit import VisitKey
from app.usecases.give_receipt import Receipt
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import persons
from app.vault.sealing import seal


def leave_contact(
    session: Session, key: VisitKey, details: ContactDetails, *, keys: KeyStore, policy: Policy
) -> Receipt:
    """Seal contact details to the visit's day; nothing readable is kept, not even for a moment on disk.

    Raises:
        VisitUnknown: as `check_out`.
        VisitWithdrawn: there is nothing left to reach the person about.
    """
    found = show(session, key, keys=keys, policy=policy)
    if found.visit.withdrawn_at is not None:
        raise VisitWithdrawn(str(found.visit.id))
    day = keys.day(local_day(found.visit.entered_at, policy.zone))
    (person,) = persons(day.link, [found.visit.pseudonym])
    people.save_contact(session, person, day.day, seal(details, day.sealing.public_key(), person, day.day))
    return found
