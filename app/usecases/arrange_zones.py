"""An owner divides a venue into zones or tables, each with a code of its own."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from app.domain.errors import InputRefused, Problem
from app.domain.ids import OwnerId, VenueId, ZoneId, time_ordered
from app.domain.issued_codes import IssuedCode
from app.domain.stay_errors import TooManyZones, ZoneUnknown
from app.domain.text import fold
from app.domain.venues import Venue
from app.domain.zones import MOST_ZONES, Zone, named
from app.store import issued_codes, zones
from app.store.db import Session
from app.usecases.check_printable import check_printable
from app.usecases.find_own_venue import owned
from app.usecases.issue_code import issue_code

_MILLISECOND: Final = timedelta(milliseconds=1)


def zones_of(session: Session, venue: VenueId, owner: OwnerId) -> tuple[Venue, list[tuple[Zone, IssuedCode]]]:
    """The venue and its zones in the order in which they were made, each with its newest code.

    Raises:
        VenueUnknown: not this owner's.
    """
    found = owned(session, venue, owner)
    codes = issued_codes.codes_of_zones(session, venue)
    return found, [(zone, codes[zone.id][0]) for zone in zones.in_use(session, venue)]


def find_zone(
    session: Session, venue: VenueId, owner: OwnerId, zone: ZoneId
) -> tuple[Venue, Zone, IssuedCode]:
    """One of them.

    Raises:
        VenueUnknown: not this owner's.
        ZoneUnknown: the venue has no such zone, or no more.
    """
    found, coded = zones_of(session, venue, owner)
    for one, code in coded:
        if one.id == zone:
            return found, one, code
    raise ZoneUnknown(str(zone))


def add_zone(
    session: Session, venue: VenueId, owner: OwnerId, name: str, capacity: int | None, *, now: datetime
) -> Zone:
    """A new zone and its first code.

    Raises:
        VenueUnknown: not this owner's.
        InputRefused, NameNotPrintable: as `zones.named`; no sheet could show the name.
        TooManyZones: there are two hundred.
    """
    _, coded = zones_of(session, venue, owner)
    return _added(session, venue, [zone for zone, _ in coded], name, capacity, now)


def add_tables(
    session: Session, venue: VenueId, owner: OwnerId, word: str, count: int, *, now: datetime
) -> int:
    """Tables "`word` 1" to "`word` n"; those that there are already stay. Returns how many are new.

    Raises: as `add_zone`; InputRefused also for a count outside 1 to 200.
    """
    _, coded = zones_of(session, venue, owner)
    if not 1 <= count <= MOST_ZONES:
        raise InputRefused([Problem("count", "range", (("least", 1), ("most", MOST_ZONES)))])
    there = [zone for zone, _ in coded]
    taken = {fold(zone.name) for zone in there}
    wanted = [f"{word} {n}" for n in range(1, count + 1) if fold(f"{word} {n}") not in taken]
    for n, name in enumerate(wanted):
        # A millisecond each, so that table 10 does not come before table 2.
        there.append(_added(session, venue, there, name, None, now, made_at=now + n * _MILLISECOND))
    return len(wanted)


def rename_zone(
    session: Session, venue: VenueId, owner: OwnerId, zone: ZoneId, name: str, capacity: int | None
) -> Zone:
    """Another name or capacity. Its code stays; sheets that are printed still show the old name.

    Raises: as `find_zone` and `add_zone`.
    """
    _, old, _ = find_zone(session, venue, owner, zone)
    new = named(old, name, capacity, zones.in_use(session, venue))
    check_printable(new.name)
    zones.save(session, new)
    return new


def remove_zone(session: Session, venue: VenueId, owner: OwnerId, zone: ZoneId, *, now: datetime) -> None:
    """End a zone and its codes at once. Visits that were made there keep its name. Twice is no error.

    Raises:
        VenueUnknown: not this owner's.
        ZoneUnknown: it is no zone of this venue.
    """
    owned(session, venue, owner)
    found = next((z for z in zones.of_venues(session, [venue]) if z.id == zone), None)
    if found is None:
        raise ZoneUnknown(str(zone))
    if found.removed_at is None:
        zones.save(session, replace(found, removed_at=now))
        for code in issued_codes.codes_of_zones(session, venue).get(zone, []):
            if code.revoked_at is None:
                issued_codes.save_code(session, replace(code, valid_until=now, revoked_at=now))


def _added(
    session: Session,
    venue: VenueId,
    there: list[Zone],
    name: str,
    capacity: int | None,
    now: datetime,
    *,
    made_at: datetime | None = None,
) -> Zone:
    if len(there) >= MOST_ZONES:
        raise TooManyZones(str(venue))
    blank = Zone(ZoneId(time_ordered(made_at or now, secrets.randbits(74))), venue, "")
    zone = named(blank, name, capacity, there)
    check_printable(zone.name)
    zones.add(session, zone)
    issue_code(session, venue, now, zone=zone.id)
    return zone
