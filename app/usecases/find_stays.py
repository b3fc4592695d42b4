"""The stays that a release code asks of a phone. Shared by seeing them and handing them over."""

from __future__ import annotations

from dataclasses import replace

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
from app.vault.pseudonyms import pseudonym
from app.vault.tokens import digest


def find_stays(
    session: Session, release: Release, device: DeviceToken | None, *, keys: KeyStore, policy: Policy
) -> tuple[PersonId, list[Stay], dict[VenueId, Venue]]:
    """The person behind a phone, the stays on the days asked for as they are shown, and their venues.

    Raises:
        NoVisitsHere: this browser holds none.
    """
    person = None if device is None else people.by_tokens(session, [digest(device)]).get(digest(device))
    if person is None:
        raise NoVisitsHere
    days = [day for day in days_between(release.first_day, release.last_day) if keys.has(day)]
    found = visits.of_pseudonyms(session, [pseudonym(keys.day(day).link, person) for day in days])
    if not found:
        raise NoVisitsHere
    # All days under one name here, so that a stay across midnight ends where the next one begins.
    one_name = [replace(visit, pseudonym=found[0].pseudonym) for visit in found]
    places = venues.with_parents(session, {visit.venue for visit in found})
    result = stays(one_name, places, policy)
    if not result:
        raise NoVisitsHere
    return person, result, places
