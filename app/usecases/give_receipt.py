"""What a person gets back for a visit that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import PersonId
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.venues import Venue
from app.domain.visits import Visit
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import persons
from app.vault.tokens import check_out_token


class ContactAnswer(StrEnum):
    """What became of contact details that came sealed with a visit."""

    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person gets back, once it is durable."""

    visit: Visit
    venue: Venue
    check_out_token: str
    """Ends or corrects this visit, and opens nothing."""
    person: PersonId
    """Whom the phone seals contact details for: random bits that open nothing."""
    contact: ContactAnswer | None = None
    """None: no sealed details came with the visit."""
    zone_name: str | None = None
    parent_name: str | None = None
    """What the venue is inside of."""
    for_others: bool = False
    """So many check-ins that somebody may be scanning for others."""


def receipt(
    visit: Visit,
    venue: Venue,
    *,
    keys: KeyStore,
    policy: Policy,
    person: PersonId | None = None,
    contact: ContactAnswer | None = None,
    zone_name: str | None = None,
    parent_name: str | None = None,
    for_others: bool = False,
    token_key: bytes | None = None,
) -> Receipt:
    """The receipt of a visit that is kept; without `person`, for the one that the visit was made by.

    `token_key` is that of the visit's day, if it is at hand: asking for it looks into a folder.
    """
    if token_key is None or person is None:
        day = keys.day(local_day(visit.entered_at, policy.zone))
        token_key = day.token
        if person is None:
            (person,) = persons(day.link, [visit.pseudonym])
    token = check_out_token(token_key, visit.venue, visit.id)
    return Receipt(visit, venue, token, person, contact, zone_name, parent_name, for_others)
