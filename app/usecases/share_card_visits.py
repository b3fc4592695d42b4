"""A patient's card is scanned at the station: its stays go into the case, without those that are unticked."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.card_errors import CardWithoutVisits
from app.domain.card_numbers import CardNumber
from app.domain.cards import Card, holder
from app.domain.case_visits import CaseVisit, VisitOrigin
from app.domain.cases import must_be_open
from app.domain.errors import NoVisitsHere
from app.domain.ids import CaseId, PersonId, VenueId
from app.domain.infectious_days import asked_days
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.retention import first_kept_day
from app.domain.spans import local_day
from app.domain.stays import Stay
from app.domain.venues import Venue
from app.store import audit, case_visits, diseases
from app.store.db import Session
from app.usecases.find_card import find_card
from app.usecases.find_case import find_case
from app.usecases.find_stays import stays_of
from app.vault.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class CardStays:
    """What a card offers a case. `stays`: by a key that says which is which, in order of entry."""

    first: date
    last: date
    stays: dict[str, Stay]
    venues: dict[VenueId, Venue]
    taken: frozenset[str]
    """Those that the case has from this card already."""


def see_card_stays(
    session: Session,
    official: Official,
    case: CaseId,
    number: CardNumber,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> CardStays:
    """The stays of a card in the days that the case asks for; seeing them is on the record.

    Raises:
        CaseUnknown, CaseClosed, CardUnknown, CardBlank.
        CardWithoutVisits: none on these days.
    """
    card, _, offered = _offered(session, official, case, number, keys=keys, policy=policy, now=now)
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.CARD_VISITS_SEEN,
        case=case,
        detail={"card": card.reference, "ground": "case", "visits": len(offered.stays)},
        now=now,
    )
    return offered


def share_card_visits(
    session: Session,
    official: Official,
    case: CaseId,
    number: CardNumber,
    *,
    theirs: AbstractSet[str],
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> int:
    """Copy the stays whose keys are in `theirs` into the case, each once; returns how many were new.

    Raises: as `see_card_stays`.
    """
    card, person, offered = _offered(session, official, case, number, keys=keys, policy=policy, now=now)
    shared = [
        _case_visit(case, official, person, stay)
        for key, stay in offered.stays.items()
        if key in theirs and key not in offered.taken
    ]
    case_visits.add_visits(session, shared, now=now)
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.CARD_VISITS_SHARED,
        case=case,
        detail={"card": card.reference, "offered": len(offered.stays), "shared": len(shared)},
        now=now,
    )
    return len(shared)


def _offered(
    session: Session,
    official: Official,
    case: CaseId,
    number: CardNumber,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> tuple[Card, PersonId, CardStays]:
    found = find_case(session, case, official)
    must_be_open(found)
    card = find_card(session, number, keys)
    person = holder(card)
    first, last = asked_days(
        found.dates,
        diseases.by_slug(session, found.disease),
        today=local_day(now, policy.zone),
        oldest_kept=first_kept_day(policy, now=now),
    )
    try:
        stays, places = stays_of(session, [person], first, last, keys=keys, policy=policy)
    except NoVisitsHere:
        raise CardWithoutVisits from None
    has = {(v.venue, v.start) for v in case_visits.visits_of(session, case) if v.person == person}
    by_key = {_key(stay): stay for stay in stays}
    taken = frozenset(key for key, stay in by_key.items() if (stay.venue, stay.start) in has)
    return card, person, CardStays(first, last, by_key, places, taken)


def _key(stay: Stay) -> str:
    """Which stay it is, also when another one has begun between seeing the list and sending it."""
    zone = "" if stay.zone is None else stay.zone.hex
    return f"{stay.venue.hex}{round(stay.start.timestamp() * 1000):x}{zone}"


def _case_visit(case: CaseId, official: Official, person: PersonId, stay: Stay) -> CaseVisit:
    return CaseVisit(
        id=uuid4(),
        case=case,
        origin=VisitOrigin.CARD,
        venue=stay.venue,
        start=stay.start,
        ends=stay.ends,
        end_assumed=stay.end_assumed,
        assurance=stay.assurance,
        flags=stay.flags,
        zone=stay.zone,
        person=person,
        added_by=official.id,
        companions=stay.companions,
        children=stay.children,
    )
