"""A phone opens the address on a poster: which venue is it, and is this person there already?"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from app.domain import visits as rules
from app.domain.codes import Code
from app.domain.errors import CodeUnknown, VenueClosed
from app.domain.ids import PersonId, VisitId, entered_at, new_visit_id
from app.domain.many_scans import scans_for_others
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.recovery_codes import RecoveryCode
from app.domain.screen_codes import ScreenCode
from app.domain.spans import local_day
from app.domain.venues import Venue, VenueState
from app.store import issued_codes, people, venues, visits, zones
from app.store.db import Session
from app.store.issued_codes import CodedPlace
from app.usecases.give_receipt import Receipt, receipt
from app.usecases.name_person import names_of
from app.usecases.name_place import name_place
from app.usecases.weigh_screen_code import require_fresh
from app.vault.keystore import KeyStore
from app.vault.screen_codes import seen_token
from app.vault.tokens import digest, new_recovery_code, recovery_token


@dataclass(frozen=True, slots=True)
class Doorstep:
    """What the check-in page needs."""

    code: Code
    venue: Venue
    parent: Venue | None
    zone_name: str | None
    """The part of the venue that the code is of."""
    visit: VisitId
    """Made now, for a browser that cannot make its own."""
    fresh_device: DeviceToken | None
    """For a browser that has no token yet: its first check-in makes this one its own."""
    recovery: RecoveryCode | None
    """The digits behind `fresh_device`: a browser without cookies has nothing else to come back with."""
    here: Receipt | None
    """The person's visit here that has not ended: scanning again shows it and never toggles."""
    screen: ScreenCode | None = None
    """As a screen showed it, and fresh."""
    seen: str = ""
    """Says so when the form comes back."""

    @property
    def address(self) -> str:
        """What the form posts to, behind /v/."""
        return self.code if self.screen is None else self.screen.written()


def open_poster_address(
    session: Session,
    code: Code,
    device: DeviceToken | None,
    *,
    screen: ScreenCode | None = None,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Doorstep:
    """What stands at the door. Whoever is there already sees the receipt, however old the screen's code is.

    Raises:
        CodeUnknown, CodeRevoked, VenueClosed: this poster leads nowhere now.
        ScreenCodeOver, ScreenCodeWrong: this screen shows another code.
    """
    place = issued_codes.by_codes(session, [code]).get(code)
    if place is None:
        raise CodeUnknown(code)
    place.code.admit(now)
    if place.venue.state is not VenueState.OPEN:
        raise VenueClosed(str(place.venue.id))
    here = None
    if device is not None and (person := people.by_tokens(session, [digest(device)]).get(digest(device))):
        here = _open_visit(session, place, person, keys=keys, policy=policy, now=now)
    parent = place.venue.registration.parent
    visit = new_visit_id(now, secrets.randbits(80))
    fresh = new_recovery_code()
    holder = device or recovery_token(fresh)
    seen = ""
    if screen is not None and here is None:
        require_fresh(screen, keys=keys, now=now)
        token = keys.day(local_day(entered_at(visit), policy.zone)).token
        seen = seen_token(token, place.venue.id, visit, holder)
    return Doorstep(
        code,
        place.venue,
        None if parent is None else venues.get(session, parent),
        zones.names(session, [zone]).get(zone) if (zone := place.code.zone) else None,
        visit,
        holder if device is None else None,
        fresh if device is None else None,
        here,
        screen,
        seen,
    )


def _open_visit(
    session: Session, place: CodedPlace, person: PersonId, *, keys: KeyStore, policy: Policy, now: datetime
) -> Receipt | None:
    names = names_of(people.all_of(session, person), now, keys=keys, policy=policy)
    theirs = [v for v in visits.of_pseudonyms(session, names) if v.venue == place.venue.id]
    for visit in reversed(rules.asked_about(theirs, place.code.zone, now)):
        if rules.is_open(visit, now, policy):
            called = name_place(session, visit, place.venue)
            return receipt(
                visit,
                place.venue,
                keys=keys,
                policy=policy,
                zone_name=called.zone,
                parent_name=called.parent,
                for_others=scans_for_others(theirs, now),
            )
    return None
