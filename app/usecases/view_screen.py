"""A screen at a door shows the venue's code of the moment: on the owner's page, or under a screen link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.code_errors import ScreenLinkUnknown
from app.domain.codes import check_in_url
from app.domain.errors import VenueClosed
from app.domain.ids import OwnerId, VenueId
from app.domain.issued_codes import IssuedCode
from app.domain.policy import Policy
from app.domain.screen_codes import shown_during, step_of
from app.domain.venues import Venue, VenueState
from app.store import screen_links, venues
from app.store.db import Session
from app.usecases.find_own_venue import owned
from app.usecases.issue_code import current_code
from app.usecases.view_venue import sign_of_the_hour
from app.vault.keystore import KeyStore
from app.vault.owner_keys import read_owner_key
from app.vault.screen_codes import shown_code
from app.vault.tokens import digest
from qr.symbol import QUIET_ZONE, Level, Symbol, encode


@dataclass(frozen=True, slots=True)
class ScreenView:
    """What a screen shows now and next, so that one lost answer is not seen."""

    venue: Venue
    code: IssuedCode
    symbols: tuple[Symbol, Symbol]
    left: timedelta
    """Until the second symbol takes over."""
    sign: int
    """The number behind the sign of the hour."""


def own_screen(
    session: Session,
    venue: VenueId,
    owner: OwnerId,
    *,
    public_url: str,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> ScreenView:
    """The screen of an owner's venue.

    Raises:
        VenueUnknown: not this owner's.
        VenueClosed: it takes no check-ins.
    """
    return _screen(session, owned(session, venue, owner), public_url, keys, policy, now)


def linked_screen(
    session: Session, key: str, *, public_url: str, keys: KeyStore, policy: Policy, now: datetime
) -> ScreenView:
    """The screen that a link opens, however its key is spelt.

    Raises:
        ScreenLinkUnknown: no link has this key, or it was ended.
        VenueClosed: the venue takes no check-ins.
    """
    link = screen_links.get(session, digest(read_owner_key(key)))
    if link is None:
        raise ScreenLinkUnknown
    return _screen(session, venues.get(session, link.venue), public_url, keys, policy, now)


def path_of(symbol: Symbol) -> str:
    """The dark modules as the path of an SVG, in modules and with the quiet zone."""
    return "".join(
        f"M{column + QUIET_ZONE} {row + QUIET_ZONE}h{length}v1h-{length}z"
        for column, row, length in symbol.bars()
    )


def _screen(
    session: Session, venue: Venue, public_url: str, keys: KeyStore, policy: Policy, now: datetime
) -> ScreenView:
    if venue.state is not VenueState.OPEN:
        raise VenueClosed(str(venue.id))
    code = current_code(session, venue.id)
    step = step_of(now)
    # Nothing scratches a screen: level M leaves larger modules than Q would.
    first, second = (
        encode(check_in_url(public_url, shown_code(keys, code.code, when).written()), level=Level.M)
        for when in (step, step + 1)
    )
    sign = sign_of_the_hour(venue.id, keys=keys, policy=policy, now=now)
    return ScreenView(venue, code, (first, second), shown_during(step).end - now, sign)
