"""Somebody corrects when a visit of theirs ended, or takes it back, from the list of their visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain import visits as rules
from app.domain.corrections import Correction
from app.domain.errors import VisitIdMalformed, VisitUnknown
from app.domain.ids import VenueId, VisitId
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.visits import Visit
from app.store import visits
from app.store.db import Session
from app.usecases.find_own_names import find_own_names
from app.vault.keystore import KeyStore


def find_own_visit(
    session: Session, device: DeviceToken | None, venue: VenueId, visit: VisitId, *, keys: KeyStore
) -> Visit:
    """One visit of whom this browser speaks for.

    Raises:
        NobodyHere: this browser speaks for nobody.
        VisitUnknown: no such visit, or somebody else's: the two look the same.
    """
    own = find_own_names(session, device)
    try:
        found = visits.get(session, venue, visit)
    except VisitIdMalformed:
        found = None
    if found is None or found.pseudonym not in own.pseudonyms(keys):
        raise VisitUnknown(str(visit))
    return found


def correct_visit(
    session: Session,
    device: DeviceToken | None,
    venue: VenueId,
    visit: VisitId,
    *,
    at: datetime,
    reason: Correction,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Visit:
    """Say when a visit ended. Raises as `find_own_visit` and `domain.visits.correct_leaving`."""
    return _change(
        session,
        find_own_visit(session, device, venue, visit, keys=keys),
        lambda v: rules.correct_leaving(v, at=at, reason=reason, now=now, policy=policy),
    )


def withdraw_own_visit(
    session: Session,
    device: DeviceToken | None,
    venue: VenueId,
    visit: VisitId,
    *,
    keys: KeyStore,
    now: datetime,
) -> Visit:
    """Take a visit back; a repeat changes nothing. Raises as `find_own_visit`."""
    return _change(
        session,
        find_own_visit(session, device, venue, visit, keys=keys),
        lambda v: rules.withdraw(v, now=now),
    )


def _change(session: Session, before: Visit, rule: Callable[[Visit], Visit]) -> Visit:
    if (after := rule(before)) != before:
        visits.save(session, after)
    return after
