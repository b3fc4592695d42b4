"""Staff at a door scan cards: what they see is a time and a count, never who it is."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.domain import visits as rules
from app.domain.assurance import Assurance
from app.domain.card_errors import DoorUndoOver
from app.domain.card_numbers import CardNumber
from app.domain.codes import Code
from app.domain.errors import KeyDestroyed, VisitIdMalformed, VisitUnknown
from app.domain.ids import OwnerId, VenueId, VisitId, entered_at, new_visit_id
from app.domain.policy import Policy
from app.domain.spans import day_span, local_day
from app.domain.venues import Venue
from app.domain.visits import Visit
from app.store import cards, issued_codes, visits
from app.store.db import Session
from app.usecases.find_own_venue import owned
from app.usecases.gather_check_ins import CheckIn
from app.vault.door_tokens import door_token, is_door_token
from app.vault.keystore import KeyStore

UNDO_WITHIN: Final = timedelta(minutes=10)
"""For as long the slip of a hand is undone at the door; later it is the holder's to take a visit back."""
_RANDOM_BITS = 74


class Change(StrEnum):
    """What staff may do with a visit that they have recorded."""

    LEAVE = "leave"
    STAY = "stay"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class StaffDoor:
    """What the staff page shows."""

    venue: Venue
    code: Code
    """Through which the page checks people in."""
    scanned: int
    """People who came by card today."""


@dataclass(frozen=True, slots=True)
class AtDoor:
    """What became of one visit."""

    visit: Visit
    token: str


@dataclass(frozen=True, slots=True)
class DoorKey:
    """What the buttons of the staff page send back."""

    visit: VisitId
    token: str


def staff_door(
    session: Session, venue: VenueId, owner: OwnerId, *, policy: Policy, now: datetime
) -> StaffDoor:
    """The staff page of an owner's venue. Raises `VenueUnknown`."""
    found = owned(session, venue, owner)
    today = day_span(local_day(now, policy.zone), policy.zone)
    code = issued_codes.newest_of(session, [venue])[venue].code
    return StaffDoor(found, code, cards.scanned(session, venue, today))


def scan(door: StaffDoor, number: CardNumber, *, now: datetime) -> CheckIn:
    """What a scan asks of the recorder: the scan and its sending are one moment here."""
    visit = new_visit_id(now, secrets.randbits(_RANDOM_BITS))
    return CheckIn(door.code, visit, None, Assurance.CARD, card=number)


def at_door(visit: Visit, *, keys: KeyStore, policy: Policy) -> AtDoor:
    """A visit with what lets the page end or undo it."""
    day = keys.day(local_day(visit.entered_at, policy.zone))
    return AtDoor(visit, door_token(day.token, visit.venue, visit.id))


def change_by_card(
    session: Session,
    venue: VenueId,
    owner: OwnerId,
    key: DoorKey,
    change: Change,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> AtDoor:
    """Leave, stay after all, or undo; twice is once.

    Raises:
        VenueUnknown: not this owner's.
        VisitUnknown: this page has not recorded it.
        VisitWithdrawn: it has been taken back.
        DoorUndoOver: what is to be undone was recorded too long ago.
    """
    owned(session, venue, owner)
    before = _find(session, venue, key, keys=keys, policy=policy)
    if change is Change.LEAVE:
        after = rules.leave(before, at=now, now=now)
    elif change is Change.STAY:
        after = rules.stay(before)
    elif now - before.received_at > UNDO_WITHIN:
        raise DoorUndoOver
    else:
        after = rules.withdraw(before, now=now)
    if after != before:
        visits.save(session, after)
    return AtDoor(after, key.token)


def _find(session: Session, venue: VenueId, key: DoorKey, *, keys: KeyStore, policy: Policy) -> Visit:
    try:
        day = keys.day(local_day(entered_at(key.visit), policy.zone))
    except (KeyDestroyed, VisitIdMalformed):
        raise VisitUnknown(str(key.visit)) from None
    found = visits.get(session, venue, key.visit)
    if found is None or not is_door_token(key.token, day.token, venue, key.visit):
        raise VisitUnknown(str(key.visit))
    return found
