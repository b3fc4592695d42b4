"""A person checks in: a batch of commands, because a city arrives all at once. One is the batch of one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from app.domain import visits as rules
from app.domain.errors import CodeUnknown, NotNow, Refusal, VenueClosed, VisitOfAnother
from app.domain.ids import PersonId, entered_at
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
from app.usecases.weigh_screen_code import weigh_screen_code
from app.vault.keystore import KeyStore

_PASSES: Final = 3
"""Two are enough unless processes overtake each other again and again."""


def check_in(
    session: Session, commands: Sequence[CheckIn], *, keys: KeyStore, policy: Policy, now: datetime
) -> list[Receipt | Refusal]:
    """Record visits; each command gets its receipt, or the refusal that applies to it.

    Sending a command again, in any order with others, gives the same visit and keeps it once. For that reason
    a batch is simply decided again when something stands in its way that nobody had looked for: an id that
    another person has used, or what another process has kept in the meantime.

    Raises:
        NotNow: other processes were faster each time.
    """
    tokens = [token_of(command, keys) for command in commands]
    basis = city.basis_id(session, policy.basis, now=now)
    for earlier in range(_PASSES):
        known = people.names_by_tokens(session, _browsers(commands, tokens))
        new = {t: [_new_person()] for t in _browsers(commands, tokens) if t not in known}
        gathered = gather(session, commands, tokens, known | new, keys, policy, by_key=earlier > 0)
        sealed: list[tuple[PersonId, date, bytes]] = []
        results = [
            _answer(c, t, gathered, basis, sealed, keys=keys, policy=policy, now=now)
            for c, t in zip(commands, tokens, strict=True)
        ]
        if not earlier and visits.by_keys(session, gathered.continued):
            continue  # somebody else's ids, and no insert would have met them
        recorded = {t for t, result in zip(tokens, results, strict=True) if isinstance(result, Receipt)}
        comers = {t: person for t, [person] in new.items() if t in recorded}
        if _apply(session, gathered, comers, today=local_day(now, policy.zone)):
            _apply_contacts(session, sealed, results)
            return results
    raise NotNow


def _browsers(commands: Sequence[CheckIn], tokens: Sequence[bytes]) -> set[bytes]:
    return {token for command, token in zip(commands, tokens, strict=True) if command.card is None}


def _answer(
    command: CheckIn,
    token: bytes,
    gathered: Gathered,
    basis: int,
    sealed: list[tuple[PersonId, date, bytes]],
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Receipt | Refusal:
    try:
        decided = _decide(command, token, gathered, basis, keys=keys, policy=policy, now=now)
    except Refusal as refusal:
        return refusal
    gathered.keep(decided.visit)
    if decided.visit.id != command.visit:
        gathered.continued.add((decided.visit.venue, command.visit))
    contact = _contact(command, decided.visit, decided.persons, sealed, policy)
    return _receipt(decided, gathered, contact, keys=keys, policy=policy, now=now)


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
        token_key=gathered.names.token_key(visit.entered_at),
    )


def _new_person() -> PersonId:
    return PersonId(UUID(bytes=secrets.token_bytes(16)))


def _decide(
    command: CheckIn,
    token: bytes,
    gathered: Gathered,
    basis: int,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> _Decided:
    place = gathered.places.get(command.code)
    if place is None:
        raise CodeUnknown(command.code)
    if place.venue.state is not VenueState.OPEN:
        raise VenueClosed(str(place.venue.id))
    entered = entered_at(command.visit)
    persons = who_comes(command, token, gathered, entered, policy=policy)
    names = gathered.names.of(persons, entered)
    kept = gathered.visits.get((place.venue.id, command.visit))
    assurance, shown_since = command.assurance, None
    if kept is None:
        rules.check_clock(entered, now, policy)
        gathered.names.must_name(entered)
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


def _apply(session: Session, gathered: Gathered, comers: dict[bytes, PersonId], *, today: date) -> bool:
    """Keep persons and visits; whether nothing else had been kept under their keys."""
    if not people.add(session, comers, today=today):
        return False
    if visits.add(session, list(gathered.new.values())) < len(gathered.new):
        return False
    for visit in gathered.changed.values():
        visits.save(session, visit)
    return True


def _apply_contacts(
    session: Session, sealed: Sequence[tuple[PersonId, date, bytes]], results: Sequence[Receipt | Refusal]
) -> None:
    # A day that has details keeps them: those of a check-in that comes late or twice may be the older ones.
    people.add_contacts(session, sorted(sealed))
    receipts = (result for result in results if isinstance(result, Receipt))
    people.mark_guardians(
        session, {r.person for r in receipts if r.visit.children and r.contact is ContactAnswer.KEPT}
    )
