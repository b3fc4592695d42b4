"""A holder's rights, exercised at the station: see, print, take back one visit, delete everything.

A card reads nothing by itself, so whoever finds one learns nothing. An official reads for its holder, on the
record each time, with the ground on which it was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain import visits as rules
from app.domain.audit import AuditAction
from app.domain.card_numbers import CardNumber
from app.domain.cards import Card, Ground, holder
from app.domain.errors import VisitUnknown
from app.domain.ids import PersonId, Pseudonym, VenueId, VisitId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.retention import first_kept_day
from app.domain.venues import Venue
from app.domain.visits import Visit
from app.store import audit, cards, venues, visits
from app.store.db import Session
from app.usecases.find_card import card_to_change, find_card
from app.usecases.find_own_names import Own
from app.usecases.list_openings import Opening, openings_of
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonym


@dataclass(frozen=True, slots=True)
class HeldVisits:
    """What is kept about a holder beside the sealed details."""

    card: Card
    visits: list[Visit]
    """The newest first, without those that were taken back."""
    venues: Mapping[VenueId, Venue]
    openings: list[Opening]
    """When the sealed details were opened, and for which disease."""


def see_card_visits(
    session: Session,
    official: Official,
    number: CardNumber,
    *,
    ground: Ground,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> HeldVisits:
    """Show a holder's visits, of all their cards.

    Raises:
        CardUnknown, CardBlank.
    """
    card = find_card(session, number, keys)
    held = held_visits(session, card, keys=keys, policy=policy, now=now)
    detail = {"card": card.reference, "ground": ground.value, "visits": len(held.visits)}
    _record(session, official, AuditAction.CARD_VISITS_SEEN, detail, now=now)
    return held


def held_visits(session: Session, card: Card, *, keys: KeyStore, policy: Policy, now: datetime) -> HeldVisits:
    """The visits of a card's holder that are kept. Raises `CardBlank`."""
    person = holder(card)
    names = _names(person, keys=keys, policy=policy, now=now)
    found = [visit for visit in visits.of_pseudonyms(session, names) if visit.withdrawn_at is None]
    places = venues.by_ids(session, {visit.venue for visit in found})
    return HeldVisits(card, found[::-1], places, openings_of(session, Own([person]), policy=policy))


def withdraw_card_visit(
    session: Session,
    official: Official,
    number: CardNumber,
    venue: VenueId,
    visit: VisitId,
    *,
    ground: Ground,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> HeldVisits:
    """Take back one visit for its holder: no trace lists it from now on.

    Raises:
        CardUnknown, CardBlank.
        VisitUnknown: not a visit of this card's holder.
    """
    card = find_card(session, number, keys)
    before = visits.get(session, venue, visit)
    names = _names(holder(card), keys=keys, policy=policy, now=now)
    if before is None or before.pseudonym not in names:
        raise VisitUnknown(str(visit))
    visits.save(session, rules.withdraw(before, now=now))
    detail = {"card": card.reference, "ground": ground.value, "visit": visit}
    _record(session, official, AuditAction.CARD_VISIT_WITHDRAWN, detail, now=now)
    return held_visits(session, card, keys=keys, policy=policy, now=now)


def forget_card(
    session: Session,
    official: Official,
    number: CardNumber,
    *,
    ground: Ground,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> int:
    """Delete a holder's visits, details and cards; returns how many visits. What a case copied is the case's.

    The number is nobody's afterwards and lets nobody in.

    Raises:
        CardUnknown, CardBlank.
    """
    card = card_to_change(session, number, keys)
    person = holder(card)
    gone = cards.delete_holder(session, person, _names(person, keys=keys, policy=policy, now=now))
    detail = {"card": card.reference, "ground": ground.value, "visits": gone}
    _record(session, official, AuditAction.CARD_FORGOTTEN, detail, now=now)
    return gone


def _names(person: PersonId, *, keys: KeyStore, policy: Policy, now: datetime) -> list[Pseudonym]:
    """The person on every day that is kept."""
    first = first_kept_day(policy, now=now)
    return [pseudonym(keys.day(day).link, person) for day in keys.days() if day >= first]


def _record(
    session: Session, official: Official, action: AuditAction, detail: Mapping[str, object], *, now: datetime
) -> None:
    audit.record(session, actor=official.id, action=action, detail=detail, now=now)
