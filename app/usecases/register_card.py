"""Somebody gets a card: registered once, at a health station or by a relative."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.domain.audit import AuditAction
from app.domain.card_numbers import CardNumber
from app.domain.cards import Card, require_blank
from app.domain.ids import PersonId
from app.domain.officials import Official
from app.domain.people import ContactDetails
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.store import audit, cards
from app.store.db import Session
from app.usecases.find_card import card_to_change
from app.vault.card_sealing import seal_card
from app.vault.keystore import KeyStore


def register_card(
    session: Session,
    number: CardNumber,
    details: ContactDetails,
    *,
    by: Official | None,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Card:
    """Seal the details of the holder, or of whoever is called for them, to the key of the year.

    `by` None: a relative, who is not asked who they are.

    Raises:
        CardUnknown: no card has this number.
        CardRegistered, CardBlocked, CardExpired: it cannot be given to anybody.
    """
    card = card_to_change(session, number, keys)
    today = local_day(now, policy.zone)
    require_blank(card, today)
    person = PersonId(UUID(bytes=secrets.token_bytes(16)))
    public = keys.cards.ensure(today.year)
    cards.add_person(session, person, today=today)
    registered = replace(
        card,
        person=person,
        sealed=seal_card(details, public, person, today.year),
        key_year=today.year,
        registered_at=now,
        registered_by=None if by is None else by.id,
    )
    cards.save(session, registered)
    audit.record(
        session,
        actor=None if by is None else by.id,
        action=AuditAction.CARD_REGISTERED,
        detail={"card": card.reference, "by": "relative" if by is None else "official"},
        now=now,
    )
    return registered
