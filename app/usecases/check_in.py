"""A person checks in: a batch of commands, because a city arrives all at once. One is the batch of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from app.domain.errors import NotNow, Refusal
from app.domain.ids import PersonId
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.store import city, people, visits
from app.store.db import Session
from app.usecases.decide_check_in import contact_answer, decide, receipt_of
from app.usecases.gather_check_ins import CheckIn, Gathered, gather, new_person, token_of
from app.usecases.give_receipt import ContactAnswer, Receipt
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
        new = {t: [new_person()] for t in _browsers(commands, tokens) if t not in known}
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
        decided = decide(command, token, gathered, basis, keys=keys, policy=policy, now=now)
    except Refusal as refusal:
        return refusal
    gathered.keep(decided.visit)
    if decided.visit.id != command.visit:
        gathered.continued.add((decided.visit.venue, command.visit))
    contact = contact_answer(command, decided, policy)
    if command.contact is not None and contact is ContactAnswer.KEPT:
        sealed.append((command.contact.person, command.contact.epoch, command.contact.blob))
    return receipt_of(decided, gathered, contact, keys=keys, policy=policy, now=now)


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
