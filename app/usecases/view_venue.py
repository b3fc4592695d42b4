"""An owner looks at a venue: how full it is now, never who is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import OwnerId, VenueId
from app.domain.issued_codes import IssuedCode
from app.domain.policy import Policy
from app.domain.spans import Span, local_day
from app.domain.venue_kinds import TYPICAL_STAY
from app.domain.venues import Venue
from app.store import issued_codes, venues, visits
from app.store.db import Session
from app.usecases.find_own_venue import owned
from app.vault.keystore import KeyStore
from app.vault.tokens import sign_number


@dataclass(frozen=True, slots=True)
class VenueView:
    """What the owner's page shows."""

    venue: Venue
    parent: Venue | None
    codes: list[IssuedCode]
    """The newest first; older ones may still be in their grace period."""
    present: int
    sign: int
    """The number behind the sign of the hour."""


def view_venue(
    session: Session, venue: VenueId, owner: OwnerId, *, keys: KeyStore, policy: Policy, now: datetime
) -> VenueView:
    """The page of an owner's venue.

    People who never check out count as there for twice a typical stay, no longer.

    Raises:
        VenueUnknown: not this owner's.
    """
    found = owned(session, venue, owner)
    parent = found.registration.parent
    longest = min(2 * TYPICAL_STAY[found.registration.kind], policy.longest_stay)
    return VenueView(
        found,
        None if parent is None else venues.get(session, parent),
        issued_codes.codes_of(session, venue),
        visits.present(session, venue, Span(now - longest, now + policy.clock_skew)),
        sign_of_the_hour(venue, keys=keys, policy=policy, now=now),
    )


def my_venues(session: Session, owner: OwnerId) -> list[Venue]:
    """Everything this owner has registered, by name."""
    return venues.of_owner(session, owner)


def sign_of_the_hour(venue: VenueId, *, keys: KeyStore, policy: Policy, now: datetime) -> int:
    """The number behind the sign that a receipt made now shows."""
    local = now.astimezone(policy.zone)
    return sign_number(keys.day(local_day(now, policy.zone)).token, venue, local.hour)
