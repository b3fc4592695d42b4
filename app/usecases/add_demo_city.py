"""The wards, venues and people of a demo city, put into the database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from app.domain.areas import AreaKind
from app.domain.issued_codes import IssuedCode
from app.domain.venues import Venue, VenueState
from app.simulation.city import City
from app.simulation.places import registration
from app.simulation.reform import former_districts
from app.simulation.wards import wards
from app.store import people, venues
from app.store.db import Session
from app.usecases.demo_ids import code_of, device_of, person_id, typed_codes, venue_id
from app.usecases.import_wards import import_wards, prepare
from app.usecases.read_areas import area_file, with_parents
from app.vault.tokens import digest

_SOURCE: Final = "Simulated city: names, codes and centroids from vietnamadminunits, outlines approximate"
_POPULATION: Final = "simulated, about 14 million people in all"


def add_wards(session: Session, now: datetime) -> None:
    """The city's wards in its former districts, as an import of boundaries."""
    import maps

    shapes = [maps.AreaShape(w.code, w.name, w.name_en, w.kind, w.population, w.geometry) for w in wards()]
    file = with_parents(area_file(AreaKind.WARD, shapes), former_districts())
    import_wards(
        session, file, prepare(file, approximate=True), source=_SOURCE, population=_POPULATION, now=now
    )


def add_venues(session: Session, city: City) -> None:
    """The city's venues with their codes, registered a month before it begins."""
    registered = datetime.combine(city.start - timedelta(days=30), datetime.min.time(), tzinfo=city.zone)
    places, areas = city.places, city.wards
    ids = [venue_id(city.seed, row) for row in range(len(places))]
    typed = typed_codes(city.seed, len(places))
    new, codes = [], []
    for row, venue in enumerate(ids):
        parent = int(places.parent[row])
        said = registration(places, row, ids[parent] if parent >= 0 else None)
        ward = areas[int(places.ward[row])].code
        new.append(Venue(venue, said, None, VenueState.OPEN, registered, ward))
        codes.append(IssuedCode(code_of(city.seed, row), typed[row], venue, None, registered))
    venues.add_many(session, new, codes)


def add_people(session: Session, city: City, start: date) -> None:
    """Everybody who ever scans, with the phone that they do it with."""
    everyone = {
        digest(device_of(city.seed, person)): person_id(city.seed, person)
        for person in np.unique(city.scans.person).tolist()
    }
    people.add(session, everyone, today=start)
