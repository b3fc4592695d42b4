"""The stays that a case asks of a phone or a card. Shared by seeing them and handing them over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.errors import NoVisitsHere
from app.domain.ids import PersonId, VenueId
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.releases import Release
from app.domain.spans import days_between
from app.domain.stays import Stay, stays
from app.domain.venues import Venue
from app.store import people, venues, visits
from app.store.db import Session
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonyms
from app.vault.tokens import digest


def find_stays(
    session: Session, release: Release, device: DeviceToken | None, *, keys: KeyStore, policy: Policy
) -> tuple[PersonId, list[Stay], dict[VenueId, Venue]]:
    """The person behind a phone, the stays on the days asked for as they are shown, and their venues.

    Of all browsers that are linked with this one: a patient hands over one history, not four.

    Raises:
        NoVisitsHere: neither this browser nor one linked with it holds any.
    """
    person = None if device is None else people.by_tokens(session, [digest(device)]).get(digest(device))
    if person is None:
        raise NoVisitsHere
    names = people.all_of(session, person)
    found, places = stays_of(session, names, release.first_day, release.last_day, keys=keys, policy=policy)
    return person, found, places


def stays_of(
    session: Session, names: Sequence[PersonId], first: date, last: date, *, keys: KeyStore, policy: Policy
) -> tuple[list[Stay], dict[VenueId, Venue]]:
    """The stays of one human, under all their names, on some days, and their venues.

    Raises:
        NoVisitsHere: there are none.
    """
    days = [day for day in days_between(first, last) if keys.has(day)]
    found = visits.of_pseudonyms(session, (p for day in days for p in pseudonyms(keys.day(day).link, names)))
    if not found:
        raise NoVisitsHere
    # All days under one name here, so that a stay across midnight ends where the next one begins.
    one_name = [replace(visit, pseudonym=found[0].pseudonym) for visit in found]
    places = venues.with_parents(session, {visit.venue for visit in found})
    result = stays(one_name, places, policy)
    if not result:
        raise NoVisitsHere
    return result, places
