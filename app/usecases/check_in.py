"""A person checks in: a batch of commands, because a city arrives all at once. One is the batch of one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.domain import visits as rules
from app.domain.errors import CodeUnknown, Refusal, VenueClosed, VisitOfAnother
from app.domain.ids import PersonId, VenueId, VisitId, entered_at
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.venues import Venue, VenueState
from app.domain.visits import Visit
from app.store import city, people, visits
from app.store.db import Session
from app.usecases.gather_check_ins import CheckIn, Gathered, gather
from app.usecases.give_receipt import Receipt, receipt
from app.usecases.name_person import names_of
from app.usecases.weigh_screen_code import weigh_screen_code
from app.vault.keystore import KeyStore
from app.vault.tokens import digest


def check_in(
    session: Session, commands: Sequence[CheckIn], *, keys: KeyStore, policy: Policy, now: datetime
) -> list[Receipt | Refusal]:
    """Record visits; each command gets its receipt, or the refusal that applies to it.

    Sending a command again, in any order with others, gives the same visit and keeps it once.
    """
    known = people.by_tokens(session, {digest(command.device) for command in commands})
    new = {digest(c.device): _new_person() for c in commands if digest(c.device) not in known}
    gathered = gather(session, commands, known | new, keys, policy)
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


def _new_person() -> PersonId:
    return PersonId(UUID(bytes=secrets.token_bytes(16)))


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
    assurance, shown_since = command.assurance, None
    if kept is None:
        rules.check_clock(entered, now, policy)
        if command.screen is not None:
            assurance, shown_since = weigh_screen_code(
                command, command.screen, place.venue.id, keys=keys, policy=policy, now=now
            )
    elif kept.pseudonym not in names:
        raise VisitOfAnother(str(command.visit))
    entry = rules.Entry(command.visit, names[0], assurance, basis, shown_since)
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
