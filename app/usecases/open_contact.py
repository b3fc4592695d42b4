"""An official opens one contact: for a case, with a reason, under a quota, on the record.

The entry that somebody is about to open commits in a transaction of its own before any key is touched, and
the outcome in another. So nothing is opened unseen, even if the machine stops between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.audit import AuditAction
from app.domain.contacts import Contact, Standing, checked_reason
from app.domain.errors import ContactUnknown, KeyDestroyed, QuotaReached
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.people import ContactDetails
from app.domain.policy import Policy
from app.domain.spans import day_span, local_day
from app.store import audit, contacts, notices
from app.store.db import Database
from app.usecases.find_case import find_case
from app.vault.keystore import KeyStore
from app.vault.sealing import SealBroken, unseal


class Outcome(StrEnum):
    """What came of it."""

    OPENED = "opened"
    NO_DETAILS = "no_details"
    DESTROYED = "destroyed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Opened:
    """The details, when there are any and they open."""

    contact: Contact
    outcome: Outcome
    details: ContactDetails | None
    verified: bool = False
    """Whether the number was tried. Nothing tries one yet, so that whoever calls must ask who answers."""


def open_contact(
    database: Database,
    official: Official,
    case: CaseId,
    contact: UUID,
    *,
    reason: str,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Opened:
    """Open one contact.

    Raises:
        CaseUnknown, ContactUnknown: not this case's contact, or only excluded from it.
        InputRefused: no reason.
        QuotaReached: the official has opened enough for today.
    """
    checked_reason(reason)
    with database.writing() as session:
        find_case(session, case, official)
        found = contacts.get(session, case, contact)
        if found.standing is not Standing.CONTACT:
            raise ContactUnknown(str(contact))
        today = day_span(local_day(now, policy.zone), policy.zone)
        asked = audit.count(
            session, actor=official.id, action=AuditAction.CONTACT_OPENING_ASKED, during=today
        )
        if asked >= policy.openings_a_day:
            raise QuotaReached(str(asked))
        audit.record(
            session,
            actor=official.id,
            action=AuditAction.CONTACT_OPENING_ASKED,
            case=case,
            detail={"contact": contact},
            now=now,
        )
    opened = _open(found, keys)
    with database.writing() as session:
        audit.record(
            session,
            actor=official.id,
            action=AuditAction.CONTACT_OPENED,
            case=case,
            detail={"contact": contact, "outcome": opened.outcome.value},
            now=now,
        )
        if opened.details is not None and found.person is not None:
            notices.add(session, found.person, "contact_opened", case, now=now)
    return opened


def _open(contact: Contact, keys: KeyStore) -> Opened:
    if contact.resealed is None or contact.resealed_epoch is None or contact.person is None:
        return Opened(contact, Outcome.NO_DETAILS, None)
    try:
        key = keys.of_case(contact.case)
        details = unseal(contact.resealed, key, contact.person, contact.resealed_epoch)
    except KeyDestroyed:
        return Opened(contact, Outcome.DESTROYED, None)
    except SealBroken:
        return Opened(contact, Outcome.UNREADABLE, None)
    return Opened(contact, Outcome.OPENED, details)
