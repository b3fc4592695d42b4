"""One card, by its number or its holder. Shared by everything that is done with cards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.domain.card_errors import CardUnknown
from app.domain.card_numbers import CardNumber
from app.domain.cards import Card
from app.domain.errors import KeyDestroyed
from app.domain.ids import PersonId
from app.domain.people import ContactDetails
from app.store import cards
from app.store.db import Session
from app.vault.card_keys import CARDS, card_mac
from app.vault.card_sealing import unseal_card
from app.vault.keystore import KeyStore
from app.vault.sealing import SealBroken


def mac_of(number: CardNumber, keys: KeyStore) -> bytes:
    """What is stored of a number."""
    return card_mac(number, keys.named(CARDS))


def find_card(session: Session, number: CardNumber, keys: KeyStore) -> Card:
    """A card as it is.

    Raises:
        CardUnknown: no card has this number, or it was deleted.
    """
    mac = mac_of(number, keys)
    found = cards.by_macs(session, [mac]).get(mac)
    if found is None:
        raise CardUnknown
    return found


def card_to_change(session: Session, number: CardNumber, keys: KeyStore) -> Card:
    """A card, and nobody else changes it meanwhile. Raises `CardUnknown`."""
    found = cards.to_change(session, mac_of(number, keys))
    if found is None:
        raise CardUnknown
    return found


def open_card(
    session: Session, names: Sequence[PersonId], keys: KeyStore
) -> tuple[ContactDetails, date] | None:
    """The details on a holder's newest card that opens, with the day of its registration.

    For re-sealing them to a case and for nothing else: no page shows what this gives.
    """
    for card in cards.of_persons(session, names):
        if card.person is None or card.sealed is None or card.key_year is None or card.registered_at is None:
            continue
        try:
            private = keys.cards.of_year(card.key_year)
            return unseal_card(card.sealed, private, card.person, card.key_year), card.registered_at.date()
        except (KeyDestroyed, SealBroken):
            continue  # a damaged blob must not hide another one that opens
    return None
