"""A printed person code: blank, registered to somebody, blocked, replaced, expired."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.domain.card_errors import (
    CardBlank,
    CardBlocked,
    CardExpired,
    CardNotReplaceable,
    CardRegistered,
    CardReplaced,
)
from app.domain.ids import OfficialId, PersonId


class CardState(StrEnum):
    """What a card is on a day; the first that applies, from below."""

    BLANK = "blank"
    REGISTERED = "registered"
    EXPIRED = "expired"
    BLOCKED = "blocked"
    REPLACED = "replaced"


class Ground(StrEnum):
    """On what an official shows or changes a holder's visits. Kept in the audit, which holds no free text."""

    WITH_CARD = "with-card"
    BY_PHONE = "by-phone"
    FOR_RELATIVE = "for-relative"
    BY_ORDER = "by-order"


class UnblockReason(StrEnum):
    """Why a card works again. Kept in the audit."""

    MISTAKE = "mistake"
    FOUND = "found"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Card:
    """One card. Its number stands nowhere: `mac` is what the number gives under a key of the key store."""

    mac: bytes
    issued_on: date
    expires_on: date
    """The last day on which it works."""
    person: PersonId | None = None
    sealed: bytes | None = None
    key_year: int | None = None
    """Which card-register key `sealed` opens with."""
    registered_at: datetime | None = None
    registered_by: OfficialId | None = None
    """None on a registered card: a relative did it."""
    blocked_at: datetime | None = None
    replaced_at: datetime | None = None

    @property
    def reference(self) -> UUID:
        """What the audit calls the card: half of the keyed MAC, which leads to no number without the key."""
        return UUID(bytes=self.mac[:16])

    def state(self, today: date) -> CardState:
        """What the card is on a day."""
        if self.replaced_at is not None:
            return CardState.REPLACED
        if self.blocked_at is not None:
            return CardState.BLOCKED
        if today > self.expires_on:
            return CardState.EXPIRED
        return CardState.BLANK if self.person is None else CardState.REGISTERED


def holder(card: Card) -> PersonId:
    """Whose card it is, whatever became of the card: rights do not end with a piece of plastic.

    Raises:
        CardBlank: nobody's yet.
    """
    if card.person is None:
        raise CardBlank
    return card.person


def admitted(card: Card, day: date) -> PersonId:
    """Who checks in with the card on a day.

    Raises:
        CardBlocked, CardExpired, CardBlank: nobody does.
    """
    match card.state(day):
        case CardState.BLOCKED | CardState.REPLACED:
            raise CardBlocked
        case CardState.EXPIRED:
            raise CardExpired
    return holder(card)


def require_blank(card: Card, today: date) -> None:
    """Let a card be registered.

    Raises:
        CardBlocked, CardExpired, CardRegistered: it cannot be any more.
    """
    match card.state(today):
        case CardState.BLOCKED | CardState.REPLACED:
            raise CardBlocked
        case CardState.EXPIRED:
            raise CardExpired
        case CardState.REGISTERED:
            raise CardRegistered


def blocked(card: Card, *, now: datetime) -> Card:
    """The card out of use; a repeat keeps the first time. A blank one can be blocked too: a stolen sheet."""
    return card if card.blocked_at is not None else replace(card, blocked_at=now)


def unblocked(card: Card) -> Card:
    """The card in use again.

    Raises:
        CardReplaced: there is another one in its place.
    """
    if card.replaced_at is not None:
        raise CardReplaced
    return replace(card, blocked_at=None)


def handed_on(old: Card, new: Card, *, today: date, by: OfficialId, now: datetime) -> tuple[Card, Card]:
    """The old card without its holder's details, and the new one with them: the same person, another number.

    Raises:
        CardBlank: the old card is nobody's.
        CardReplaced: the old one has been replaced already.
        CardBlocked, CardExpired, CardRegistered: the new card cannot be given to anybody.
        CardNotReplaceable: they are one card.
    """
    person = holder(old)
    if old.replaced_at is not None:
        raise CardReplaced
    if old.mac == new.mac:
        raise CardNotReplaceable
    require_blank(new, today)
    taken = replace(
        new, person=person, sealed=old.sealed, key_year=old.key_year, registered_at=now, registered_by=by
    )
    return replace(old, sealed=None, key_year=None, replaced_at=now), taken
