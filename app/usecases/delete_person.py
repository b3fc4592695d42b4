"""Somebody deletes everything about themselves.

Visits are withdrawn: from this moment no trace lists them, and their rows die with their day, as all do. A
withdrawn row must stay until then, or a phone that sends its queue again would bring the visit back. Sealed
contact details and notices are erased, and so is all that spoke for the person, linked browsers included.
What a case copied stays in its file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.people import DeviceToken
from app.store import joins, notices, own_visits
from app.store.db import Session
from app.usecases.find_own_names import find_own_names
from app.vault.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted, and what a second look finds."""

    visits: int
    details: int
    """Days of sealed contact details."""
    notices: int
    """What the person was told, each version of it."""
    tokens: int
    """Browsers and recovery codes."""
    left: int
    """Visits, contact details, notices and browsers found afterwards: 0 is right."""


def delete_person(session: Session, device: DeviceToken | None, *, keys: KeyStore, now: datetime) -> Deleted:
    """Delete, then look again.

    Raises:
        NobodyHere: this browser speaks for nobody, as after the first time.
    """
    own = find_own_names(session, device)
    joins.alone(session)
    pseudonyms = own.pseudonyms(keys)
    visits = own_visits.withdraw_all(session, pseudonyms, now=now)
    details = own_visits.erase_details(session, own.names)
    told = notices.delete_of_persons(session, own.names)
    tokens = own_visits.erase_persons(session, own.names)
    left = (
        own_visits.count_of(session, pseudonyms)
        + len(own_visits.contact_days(session, own.names))
        + len(notices.of_persons(session, own.names, now=now))
        + joins.tokens(session, own.person)
    )
    return Deleted(visits, details, told, tokens, left)
