"""One visit, for whoever holds its check-out token: it is in the form of the receipt.

No cookie, no storage and no script is needed, and the token reads nothing but this one visit.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import KeyDestroyed, VisitIdMalformed, VisitUnknown
from app.domain.ids import VenueId, VisitId, entered_at
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.visits import Visit
from app.store import visits
from app.store.db import Session
from app.vault.keystore import KeyStore
from app.vault.tokens import is_check_out_token


@dataclass(frozen=True, slots=True)
class VisitKey:
    """What a receipt's form sends back."""

    venue: VenueId
    visit: VisitId
    token: str
    version: int | None = None
    """Of the visit as the sender saw it; None: whatever it is."""


def find_visit(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy) -> Visit:
    """The visit of a receipt.

    Raises:
        VisitUnknown: no such visit, or the token is not its own.
    """
    try:
        day = keys.day(local_day(entered_at(key.visit), policy.zone))
    except (KeyDestroyed, VisitIdMalformed):
        raise VisitUnknown(str(key.visit)) from None
    if not is_check_out_token(key.token, day.token, key.venue, key.visit):
        raise VisitUnknown(str(key.visit))
    visit = visits.get(session, key.venue, key.visit)
    if visit is None:
        raise VisitUnknown(str(key.visit))
    return visit
