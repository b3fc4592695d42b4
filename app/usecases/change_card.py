"""An official looks a card up, blocks it, lets it work again, or gives its holder another one."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.card_numbers import CardNumber
from app.domain.cards import Card, UnblockReason, blocked, handed_on, unblocked
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.store import audit, cards
from app.store.db import Session
from app.usecases.find_card import card_to_change, find_card
from app.vault.keystore import KeyStore


def read_card(
    session: Session, official: Official, number: CardNumber, *, keys: KeyStore, now: datetime
) -> Card:
    """What a card is; who holds it is not told. Raises `CardUnknown`."""
    card = find_card(session, number, keys)
    _record(session, official, AuditAction.CARD_READ, card, now=now)
    return card


def block_card(
    session: Session, official: Official, number: CardNumber, *, keys: KeyStore, now: datetime
) -> Card:
    """From now on the card lets nobody in; its holder's visits stay. Raises `CardUnknown`."""
    card = blocked(card_to_change(session, number, keys), now=now)
    cards.save(session, card)
    _record(session, official, AuditAction.CARD_BLOCKED, card, now=now)
    return card


def unblock_card(
    session: Session,
    official: Official,
    number: CardNumber,
    *,
    reason: UnblockReason,
    keys: KeyStore,
    now: datetime,
) -> Card:
    """A new decision, with its reason; the trail keeps both.

    Raises:
        CardUnknown.
        CardReplaced: another card is in its place.
    """
    card = unblocked(card_to_change(session, number, keys))
    cards.save(session, card)
    _record(session, official, AuditAction.CARD_UNBLOCKED, card, now=now, reason=reason.value)
    return card


def replace_card(
    session: Session,
    official: Official,
    old: CardNumber,
    new: CardNumber,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Card:
    """The same person with another number: visits and details go on, and the old card is out for good.

    The details move sealed: nobody opens them for this.

    Raises:
        CardUnknown: one of the two.
        CardBlank, CardReplaced, CardRegistered, CardBlocked, CardExpired, CardNotReplaceable: as `handed_on`.
    """
    today = local_day(now, policy.zone)
    before, blank = card_to_change(session, old, keys), card_to_change(session, new, keys)
    gone, taken = handed_on(before, blank, today=today, by=official.id, now=now)
    cards.save(session, gone)
    cards.save(session, taken)
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.CARD_REPLACED,
        detail={"card": gone.reference, "new": taken.reference},
        now=now,
    )
    return taken


def _record(
    session: Session, official: Official, action: AuditAction, card: Card, *, now: datetime, **more: str
) -> None:
    audit.record(session, actor=official.id, action=action, detail={"card": card.reference, **more}, now=now)
