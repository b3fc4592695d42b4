"""A person checks in: a batch of commands, because a city arrives all at once. One is the batch of one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain import visits as rules
from app.domain.codes import Code
from app.domain.errors import CodeUnknown, Refusal, VenueClosed, VisitIdMalformed, VisitOfAnother
from app.domain.ids import PersonId, Pseudonym, VenueId, VisitId, entered_at
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.venues import Venue, VenueState
from app.domain.visits import Assurance, Visit
from app.store import city, people, venues, visits
from app.store.db import Session
from app.store.venues import CodedPlace
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonym
from app.vault.tokens import check_out_token, digest


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What a phone sends."""

    code: Code
    visit: VisitId
    device: DeviceToken
    assurance: Assurance = Assurance.STATIC


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person gets back, once it is durable."""

    visit: Visit
    venue: Venue
    check_out_token: str
    """Ends or corrects this visit, and opens nothing."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What bears on a batch: what the store knows, brought up to date as the batch is decided."""

    places: dict[Code, CodedPlace]
    persons: dict[bytes, PersonId]
    visits: dict[tuple[VenueId, VisitId], Visit]

    def at(self, venue: VenueId, names: Iterable[Pseudonym]) -> list[Visit]:
        """The visits at a venue under any of a person's names."""
        wanted = set(names)
        return [v for (place, _), v in self.visits.items() if place == venue and v.pseudonym in wanted]


def check_in(
    session: Session, commands: Sequence[CheckIn], *, keys: KeyStore, policy: Policy, now: datetime
) -> list[Receipt | Refusal]:
    """Record visits; each command gets its receipt, or the refusal that applies to it.

    Sending a command again, in any order with others, gives the same visit and keeps it once.
    """
    known = people.by_tokens(session, {digest(command.device) for command in commands})
    new = {digest(c.device): _new_person() for c in commands if digest(c.device) not in known}
    gathered = _gather(session, commands, known | new, keys, policy)
    before = dict(gathered.visits)
    basis = city.basis_id(session, policy.basis, now=now)

    results: list[Receipt | Refusal] = []
    for command in commands:
        try:
            visit, venue = _decide(command, gathered, basis, keys=keys, policy=policy, now=now)
        except Refusal as refusal:
            results.append(refusal)
            continue
        # Later commands of the batch see this visit, as they would in a batch of their own.
        gathered.visits[visit.venue, visit.id] = visit
        results.append(receipt(visit, venue, keys=keys, policy=policy))

    recorded = {digest(c.device) for c, r in zip(commands, results, strict=True) if isinstance(r, Receipt)}
    people.add(session, {t: p for t, p in new.items() if t in recorded}, today=local_day(now, policy.zone))
    _apply(session, before, gathered.visits)
    return results


def receipt(visit: Visit, venue: Venue, *, keys: KeyStore, policy: Policy) -> Receipt:
    """The receipt of a visit that is kept."""
    day = keys.day(local_day(visit.entered_at, policy.zone))
    return Receipt(visit, venue, check_out_token(day.token, visit.venue, visit.id))


def names_of(person: PersonId, entered: datetime, *, keys: KeyStore, policy: Policy) -> list[Pseudonym]:
    """The person's pseudonyms on the local day of entry and the day before: a stay may cross midnight."""
    day = local_day(entered, policy.zone)
    return [
        pseudonym(keys.day(when).link, person) for when in (day, day - timedelta(days=1)) if keys.has(when)
    ]


def _new_person() -> PersonId:
    return PersonId(UUID(bytes=secrets.token_bytes(16)))


def _gather(
    session: Session,
    commands: Sequence[CheckIn],
    persons: dict[bytes, PersonId],
    keys: KeyStore,
    policy: Policy,
) -> Gathered:
    places = venues.by_codes(session, {command.code for command in commands})
    names: set[Pseudonym] = set()
    full_keys: set[tuple[VenueId, VisitId]] = set()
    for command in commands:
        with suppress(VisitIdMalformed):  # refused where it is decided
            person = persons[digest(command.device)]
            names.update(names_of(person, entered_at(command.visit), keys=keys, policy=policy))
            if command.code in places:
                full_keys.add((places[command.code].venue.id, command.visit))
    kept = visits.by_keys(session, full_keys)
    kept |= {(visit.venue, visit.id): visit for visit in visits.of_pseudonyms(session, names)}
    return Gathered(places, persons, kept)


def _decide(
    command: CheckIn, gathered: Gathered, basis: int, *, keys: KeyStore, policy: Policy, now: datetime
) -> tuple[Visit, Venue]:
    place = gathered.places.get(command.code)
    if place is None:
        raise CodeUnknown(command.code)
    if place.venue.state is not VenueState.OPEN:
        raise VenueClosed(str(place.venue.id))
    entered = entered_at(command.visit)
    names = names_of(gathered.persons[digest(command.device)], entered, keys=keys, policy=policy)
    kept = gathered.visits.get((place.venue.id, command.visit))
    if kept is None:
        rules.check_clock(entered, now, policy)
    elif kept.pseudonym not in names:
        raise VisitOfAnother(str(command.visit))
    entry = rules.Entry(command.visit, names[0], command.assurance, basis)
    visit = rules.start(
        entry, place.code, place.venue, gathered.at(place.venue.id, names), policy=policy, now=now
    )
    return visit, place.venue


def _apply(
    session: Session,
    before: dict[tuple[VenueId, VisitId], Visit],
    after: dict[tuple[VenueId, VisitId], Visit],
) -> None:
    visits.add(session, [visit for key, visit in after.items() if key not in before])
    for key, visit in after.items():
        if key in before and visit != before[key]:
            visits.save(session, visit)
