"""A person ends, continues or takes back a visit, or leaves contact details with it.

Whoever holds the visit's check-out token may do so: it is in the form of the receipt, so no cookie, no
storage and no script is needed. It reads nothing but this one visit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain import visits as rules
from app.domain.errors import KeyDestroyed, VisitIdMalformed, VisitUnknown
from app.domain.ids import VenueId, VisitId, entered_at
from app.domain.people import ContactDetails
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.visits import Visit
from app.store import people, venues, visits
from app.store.db import Session
from app.usecases.check_in import Receipt, receipt
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import persons
from app.vault.sealing import seal
from app.vault.tokens import is_check_out_token


@dataclass(frozen=True, slots=True)
class VisitKey:
    """What a receipt's form sends back."""

    venue: VenueId
    visit: VisitId
    token: str


def check_out(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy, now: datetime) -> Receipt:
    """*I am leaving.* Twice is once.

    Raises:
        VisitUnknown: no such visit, or the token is not its own.
        VisitWithdrawn: it has been taken back.
    """
    return _change(session, key, lambda v: rules.leave(v, at=now, now=now), keys=keys, policy=policy)


def stay(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy) -> Receipt:
    """*Still here*: undo a check-out. Raises as `check_out`."""
    return _change(session, key, rules.stay, keys=keys, policy=policy)


def withdraw(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy, now: datetime) -> Receipt:
    """Take the visit back: no trace lists it from now on. Raises `VisitUnknown` as `check_out`."""
    return _change(session, key, lambda v: rules.withdraw(v, now=now), keys=keys, policy=policy)


def show(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy) -> Receipt:
    """The receipt again. Raises `VisitUnknown` as `check_out`."""
    return _change(session, key, lambda v: v, keys=keys, policy=policy)


def leave_contact(
    session: Session, key: VisitKey, details: ContactDetails, *, keys: KeyStore, policy: Policy
) -> Receipt:
    """Seal contact details to the visit's day; nothing readable is kept, not even for a moment on disk.

    Raises:
        VisitUnknown: as `check_out`.
    """
    found = show(session, key, keys=keys, policy=policy)
    day = keys.day(local_day(found.visit.entered_at, policy.zone))
    (person,) = persons(day.link, [found.visit.pseudonym])
    people.save_contact(session, person, day.day, seal(details, day.sealing.public_key(), person, day.day))
    return found


def _change(
    session: Session,
    key: VisitKey,
    rule: Callable[[Visit], Visit],
    *,
    keys: KeyStore,
    policy: Policy,
) -> Receipt:
    before = _find(session, key, keys=keys, policy=policy)
    after = rule(before)
    if after != before:
        visits.save(session, after)
    return receipt(after, venues.get(session, after.venue), keys=keys, policy=policy)


def _find(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy) -> Visit:
    try:
        day = keys.day(local_day(entered_at(key.visit), policy.zone))
    except (KeyDestroyed, VisitIdMalformed):
        raise VisitUnknown(str(key.visit)) from None
    if not is_check_out_token(key.token, day.token, key.venue, key.visit):
        raise VisitUnknown(str(key.visit))
    visit = visits.get(session, key.venue, key.visit)
    if visit is None:
        raise VisitUnknown(str(key.visit))
    return visit
