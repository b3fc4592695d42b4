"""A person checks in: a batch of commands, because a city arrives all at once. One is the batch of one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.domain import visits as rules
from app.domain.errors import CodeUnknown, Refusal, VenueClosed, VisitOfAnother
from app.domain.ids import PersonId, VenueId, VisitId, entered_at
from app.domain.many_scans import scans_for_others
from app.domain.people import ContactRefused
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.venues import Venue, VenueState
from app.domain.visits import Visit
from app.store import city, people, visits
from app.store.db import Session
from app.usecases.admit_card import cap_card, who_comes
from app.usecases.admit_contact import admit_contact
from app.usecases.gather_check_ins import CheckIn, Gathered, gather, token_of
from app.usecases.give_receipt import ContactAnswer, Receipt, receipt
from app.usecases.name_person import names_of
from app.usecases.weigh_screen_code import weigh_screen_code
from app.vault.keystore import KeyStore


def check_in(
    session: Session, commands: Sequence[CheckIn], *, keys: KeyStore, policy: Policy, now: datetime
) -> list[Receipt | Refusal]:
    """Record visits; each command gets its receipt, or the refusal that applies to it.

    Sending a command again, in any order with others, gives the same visit and keeps it once.
    """
    tokens = {token_of(c, keys) for c in commands if c.card is None}
    known = people.by_tokens(session, tokens)
    new = {token: _new_person() for token in tokens if token not in known}
    joined = people.names_of(session, known.values())
    persons = {token: joined.get(person, [person]) for token, person in (known | new).items()}
    gathered = gather(session, commands, persons, keys, policy)
    before = dict(gathered.visits)
    basis = city.basis_id(session, policy.basis, now=now)

    sealed: list[tuple[PersonId, date, bytes]] = []
    results: list[Receipt | Refusal] = []
    for command in commands:
        try:
            decided = _decide(command, gathered, basis, keys=keys, policy=policy, now=now)
        except Refusal as refusal:
            results.append(refusal)
            continue
        # Later commands of the batch see this visit, as they would in a batch of their own.
        visit = decided.visit
        gathered.visits[visit.venue, visit.id] = visit
        contact = _contact(command, visit, decided.persons, sealed, policy)
        results.append(_receipt(decided, gathered, contact, keys=keys, policy=policy, now=now))

    recorded = {token_of(c, keys) for c, r in zip(commands, results, strict=True) if isinstance(r, Receipt)}
    people.add(session, {t: p for t, p in new.items() if t in recorded}, today=local_day(now, policy.zone))
    _apply(session, before, gathered.visits)
    # A day that has details keeps them: those of a check-in that comes late or twice may be the older ones.
    people.add_contacts(session, sorted(sealed))
    receipts = (result for result in results if isinstance(result, Receipt))
    people.mark_guardians(
        session, {r.person for r in receipts if r.visit.children and r.contact is ContactAnswer.KEPT}
    )
    return results


@dataclass(frozen=True, slots=True)
class _Decided:
    """What became of a command."""

    visit: Visit
    venue: Venue
    persons: Sequence[PersonId]
    """All names of its human."""
    here: Sequence[Visit]
    """The visits of that human at the venue before."""


def _receipt(
    decided: _Decided,
    gathered: Gathered,
    contact: ContactAnswer | None,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Receipt:
    visit, parent = decided.visit, decided.venue.registration.parent
    with_this = {one.id: one for one in (*decided.here, visit)}
    return receipt(
        visit,
        decided.venue,
        keys=keys,
        policy=policy,
        person=decided.persons[0],
        contact=contact,
        zone_name=gathered.zone_names.get(visit.zone) if visit.zone else None,
        parent_name=gathered.parent_names.get(parent) if parent else None,
        for_others=scans_for_others(with_this.values(), now),
    )


def _new_person() -> PersonId:
    return PersonId(UUID(bytes=secrets.token_bytes(16)))


def _decide(
    command: CheckIn, gathered: Gathered, basis: int, *, keys: KeyStore, policy: Policy, now: datetime
) -> _Decided:
    place = gathered.places.get(command.code)
    if place is None:
        raise CodeUnknown(command.code)
    if place.venue.state is not VenueState.OPEN:
        raise VenueClosed(str(place.venue.id))
    entered = entered_at(command.visit)
    persons = who_comes(command, gathered, entered, keys=keys, policy=policy)
    names = names_of(persons, entered, keys=keys, policy=policy)
    kept = gathered.visits.get((place.venue.id, command.visit))
    assurance, shown_since = command.assurance, None
    if kept is None:
        rules.check_clock(entered, now, policy)
        if command.screen is not None:
            assurance, shown_since = weigh_screen_code(
                command, command.screen, place.venue.id, keys=keys, policy=policy, now=now
            )
    elif kept.pseudonym not in names:
        raise VisitOfAnother(str(command.visit))
    entry = rules.Entry(
        command.visit,
        names[0],
        assurance,
        basis,
        shown_since,
        companions=command.companions,
        children=command.children,
    )
    here = gathered.at(place.venue.id, names)
    visit = rules.start(entry, place.code, place.venue, here, policy=policy, now=now)
    if command.left_at is not None and kept is None and visit.id == command.visit:
        # Only a visit that is new: a repeat must not end again what its person has taken up since. Who
        # continued an earlier visit sees in the answer that it is open, and checks out of that one.
        visit = rules.leave(visit, at=command.left_at, now=now + policy.clock_skew)
    if command.card is not None:
        cap_card(visit, gathered.visits, policy)
    return _Decided(visit, place.venue, persons, here)


def _contact(
    command: CheckIn,
    visit: Visit,
    persons: Sequence[PersonId],
    sealed: list[tuple[PersonId, date, bytes]],
    policy: Policy,
) -> ContactAnswer | None:
    """What becomes of the details that came with a visit; a wrong seal refuses them, never the visit."""
    contact = command.contact
    if contact is None:
        return None
    days = {local_day(moment, policy.zone) for moment in (visit.entered_at, entered_at(command.visit))}
    try:
        admit_contact(contact, persons=persons, days=days)
    except ContactRefused:
        return ContactAnswer.REFUSED
    sealed.append((contact.person, contact.epoch, contact.blob))
    return ContactAnswer.KEPT


def _apply(
    session: Session,
    before: dict[tuple[VenueId, VisitId], Visit],
    after: dict[tuple[VenueId, VisitId], Visit],
) -> None:
    visits.add(session, [visit for key, visit in after.items() if key not in before])
    for key, visit in after.items():
        if key in before and visit != before[key]:
            visits.save(session, visit)
