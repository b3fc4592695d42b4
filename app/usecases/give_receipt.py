"""What a person gets back for a visit that is kept."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.venues import Venue
from app.domain.visits import Visit
from app.vault.keystore import KeyStore
from app.vault.tokens import check_out_token


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person gets back, once it is durable."""

    visit: Visit
    venue: Venue
    check_out_token: str
    """Ends or corrects this visit, and opens nothing."""


def receipt(visit: Visit, venue: Venue, *, keys: KeyStore, policy: Policy) -> Receipt:
    """The receipt of a visit that is kept."""
    day = keys.day(local_day(visit.entered_at, policy.zone))
    return Receipt(visit, venue, check_out_token(day.token, visit.venue, visit.id))
