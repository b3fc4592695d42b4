"""An operator issues blank cards: numbers that nobody has yet, to be printed and handed out."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from app.domain.audit import AuditAction
from app.domain.card_numbers import RANDOM_DIGITS, CardNumber, make_card_number
from app.domain.errors import InputRefused, Problem
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.store import audit, cards
from app.store.db import Session
from app.usecases.find_card import mac_of
from app.vault.keystore import KeyStore

LONGEST_YEARS = 3
"""The details on a card live as long as the card: none is issued for ever."""


def issue_cards(
    session: Session, count: int, *, last_day: date, keys: KeyStore, policy: Policy, now: datetime
) -> list[CardNumber]:
    """Keep blank cards and give their numbers, for the only time: what is kept leads to no number.

    Raises:
        InputRefused: a last day in the past, or years ahead.
    """
    today = local_day(now, policy.zone)
    if last_day < today or last_day.year > today.year + LONGEST_YEARS:
        raise InputRefused([Problem("valid-until", "date")])
    numbers: dict[bytes, CardNumber] = {}
    while len(numbers) < count:
        drawn = (make_card_number(secrets.randbelow(10**RANDOM_DIGITS)) for _ in range(count - len(numbers)))
        new = {mac_of(number, keys): number for number in drawn}
        taken = cards.by_macs(session, new)
        numbers |= {mac: number for mac, number in new.items() if mac not in taken}
    cards.add(session, numbers, issued_on=today, expires_on=last_day)
    audit.record(
        session,
        actor=None,
        action=AuditAction.CARDS_ISSUED,
        detail={"count": count, "last_day": last_day},
        now=now,
    )
    return list(numbers.values())
