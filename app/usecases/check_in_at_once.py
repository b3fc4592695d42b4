"""Plain check-ins: browsers at doors, whose visits are new. Nearly all of a city's are.

Four statements for a batch, and an event loop that waits for them. Whatever is not plain is left to
`check_in`, where all that a check-in can be is handled; nothing has been kept of it then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.domain.errors import Refusal
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.store import at_once
from app.store.at_once import Details
from app.store.line import Line
from app.usecases.decide_check_in import Decided, contact_answer, decide, receipt_of
from app.usecases.gather_check_ins import CheckIn, Gathered, come, new_person, token_of, wanted_of
from app.usecases.give_receipt import ContactAnswer, Receipt
from app.usecases.name_person import DayNames
from app.vault.keystore import KeyStore

Answers = list[Receipt | Refusal | None]
"""None: the command is not plain."""


async def check_in_at_once(
    line: Line, commands: Sequence[CheckIn], basis: int, *, keys: KeyStore, policy: Policy, now: datetime
) -> Answers:
    """Record plain visits; each command gets its receipt, its refusal, or None.

    Raises:
        LineCutError: of the database. What was kept is found when the command is given to `check_in`.
    """
    tokens = [token_of(command, keys) for command in commands]
    persons = await at_once.names_by_tokens(line, set(tokens))
    places = await at_once.by_codes(line, {command.code for command in commands})
    browsers = {token for command, token in zip(commands, tokens, strict=True) if command.card is None}
    new = {token: [new_person()] for token in browsers if token not in persons}
    coming = come(commands, tokens, persons | new)
    names = DayNames(((theirs, entered) for _, theirs, entered in coming), keys=keys, policy=policy)
    gathered = Gathered(places, persons | new, names, {})
    # Who is new has been nowhere yet.
    there, wanted = wanted_of(gathered, come(commands, tokens, persons) if new else coming)
    if wanted and names.span is not None:
        for visit in await at_once.of_pseudonyms_at(line, wanted, set(there.values()), names.span):
            gathered.know(visit)
    details: list[Details] = []
    answers = [
        _answer(command, token, gathered, basis, details, keys=keys, policy=policy, now=now)
        if command.card is None
        else None
        for command, token in zip(commands, tokens, strict=True)
    ]
    recorded = {token for token, answer in zip(tokens, answers, strict=True) if isinstance(answer, Receipt)}
    comers = {token: person for token, [person] in new.items() if token in recorded}
    today = local_day(now, policy.zone)
    kept = await at_once.keep(line, gathered.new.values(), details, comers, today=today)
    # Somebody else has kept one of these ids or browsers meanwhile: `check_in` finds out whose, and what now
    # stands.
    return answers if kept == len(gathered.new) else [None] * len(commands)


def _answer(
    command: CheckIn,
    token: bytes,
    gathered: Gathered,
    basis: int,
    details: list[Details],
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Receipt | Refusal | None:
    try:
        decided = decide(command, token, gathered, basis, keys=keys, policy=policy, now=now)
    except Refusal as refusal:
        return refusal
    contact = contact_answer(command, decided, policy)
    if not _plain(command, decided, gathered, contact):
        return None
    gathered.keep(decided.visit)
    if command.contact is not None and contact is ContactAnswer.KEPT:
        details.append(
            (decided.visit.id, command.contact.person, command.contact.epoch, command.contact.blob)
        )
    return receipt_of(decided, gathered, contact, keys=keys, policy=policy, now=now)


def _plain(command: CheckIn, decided: Decided, gathered: Gathered, contact: ContactAnswer | None) -> bool:
    visit = decided.visit
    new = (visit.venue, visit.id) not in gathered.visits
    same = visit.id == command.visit
    nothing_else = contact is None or (new and not visit.children)
    nameless = visit.zone is None and decided.venue.registration.parent is None
    return same and nothing_else and nameless
