"""An operator founds a demo city in an empty database, or lets an older one live on to now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np

from app.domain.areas import AreaKind
from app.domain.codes import IssuedCode
from app.domain.errors import Refusal
from app.domain.policy import Policy
from app.domain.spans import days_between, local_day
from app.domain.venues import Venue, VenueState
from app.domain.visits import Flag, Visit
from app.simulation.city import City, simulate
from app.simulation.columns import moment, take
from app.simulation.places import registration
from app.simulation.scans import ASSURANCES, Scans, as_known
from app.simulation.wards import wards
from app.store import city as facts
from app.store import people, venues, visits
from app.store.db import Database, Session
from app.usecases.demo_cases import add_cases, seal_contacts
from app.usecases.demo_ids import code_of, device_of, person_id, typed_codes, venue_id, visit_id
from app.usecases.import_wards import area_file, import_wards, prepare
from app.vault.keystore import DAYS_AHEAD, KeyStore
from app.vault.pseudonyms import pseudonyms
from app.vault.tokens import digest

_FACT: Final = "demo_city"
_SOURCE: Final = "Simulated city: names, codes and centroids from vietnamadminunits, outlines approximate"
Progress = Callable[[float, str], None]


class NotEmpty(Refusal):
    """The database holds venues that no demo made; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the database remembers of its demo city."""

    people: int
    seed: int
    start: date
    lived_until: datetime
    """The moment up to which its scans are in the database."""


def demo_of(session: Session) -> Demo | None:
    """The demo city of this database, if it is one."""
    kept = facts.fact(session, _FACT)
    if kept is None:
        return None
    return Demo(
        kept["people"],
        kept["seed"],
        date.fromisoformat(kept["start"]),
        datetime.fromisoformat(kept["lived_until"]),
    )


def save_demo(session: Session, demo: Demo, *, now: datetime) -> None:
    """Remember how far the city has lived."""
    kept = asdict(demo) | {"start": demo.start.isoformat(), "lived_until": demo.lived_until.isoformat()}
    facts.save_fact(session, _FACT, kept, now=now)
    facts.save_fact(session, "demo", True, now=now)


def found_demo(
    database: Database,
    keys: KeyStore,
    *,
    people_count: int,
    start: date,
    seed: int,
    policy: Policy,
    now: datetime,
    progress: Progress,
) -> City:
    """Simulate a city up to now and put it into an empty database, all or nothing.

    Raises:
        NotEmpty: there are venues already.
    """
    today = local_day(now, policy.zone)
    with database.reading() as session:
        if not venues.is_empty(session):
            raise NotEmpty
    city = simulate(
        people_count, start, today, seed, zone=policy.zone, progress=_part(progress, 0, 0.6, "simulating")
    )
    keys.ensure(days_between(start - timedelta(days=1), today + timedelta(days=DAYS_AHEAD)))
    known = as_known(city.scans, _microseconds(now))
    with database.writing() as session:
        _add_wards(session, now)
        _add_venues(session, city)
        _add_people(session, city, start)
        _add_visits(session, city, known, keys, policy, _part(progress, 0.6, 0.85, "writing visits"))
        seal_contacts(session, city, known, keys, policy)
        save_demo(session, Demo(people_count, seed, start, now), now=now)
    progress(0.9, "reporting cases")
    add_cases(database, city, keys, since=moment(0), policy=policy, now=now)
    progress(1.0, "done")
    return city


def live_on(
    database: Database, keys: KeyStore, demo: Demo, *, policy: Policy, now: datetime, progress: Progress
) -> City:
    """Let a demo city live on to now: the same people and venues, the days since then."""
    today = local_day(now, policy.zone)
    city = simulate(
        demo.people,
        demo.start,
        today,
        demo.seed,
        zone=policy.zone,
        progress=_part(progress, 0, 0.7, "simulating"),
    )
    first = local_day(demo.lived_until, policy.zone) - timedelta(days=1)
    keys.ensure(days_between(first, today + timedelta(days=DAYS_AHEAD)))
    before, until = _microseconds(demo.lived_until), _microseconds(now)
    known = as_known(city.scans, until)
    new = take(known, known.received > before)
    ended = take(known, (known.received <= before) & (known.left > before))
    with database.writing() as session:
        _add_visits(session, city, new, keys, policy, _part(progress, 0.7, 0.9, "writing visits"))
        visits.end_many(
            session,
            (
                (venue_id(city.seed, int(ended.venue[row])), visit_id(ended, row), moment(ended.left[row]))
                for row in range(len(ended.person))
            ),
        )
        seal_contacts(session, city, new, keys, policy)
        save_demo(session, Demo(demo.people, demo.seed, demo.start, now), now=now)
    progress(0.95, "reporting cases")
    add_cases(database, city, keys, since=demo.lived_until, policy=policy, now=now)
    progress(1.0, "done")
    return city


def _microseconds(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _part(progress: Progress, begin: float, end: float, words: str) -> Progress:
    return lambda share, _: progress(begin + (end - begin) * share, words)


def _add_wards(session: Session, now: datetime) -> None:
    import maps

    shapes = [maps.AreaShape(w.code, w.name, w.name_en, w.kind, w.population, w.geometry) for w in wards()]
    file = area_file(AreaKind.WARD, shapes)
    import_wards(session, file, prepare(file, approximate=True), source=_SOURCE, now=now)


def _add_venues(session: Session, city: City) -> None:
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


def _add_people(session: Session, city: City, start: date) -> None:
    everyone = {
        digest(device_of(city.seed, person)): person_id(city.seed, person)
        for person in np.unique(city.scans.person).tolist()
    }
    people.add(session, everyone, today=start)


def _add_visits(
    session: Session, city: City, scans: Scans, keys: KeyStore, policy: Policy, progress: Progress
) -> None:
    basis = facts.basis_id(session, policy.basis, now=moment(0))
    visits.add_many(session, _visits(city, scans, keys, basis, progress))


def _visits(city: City, scans: Scans, keys: KeyStore, basis: int, progress: Progress) -> Iterator[Visit]:
    """The scans as visits, day by day: each day's pseudonyms are made in one pass."""
    everyone = [person_id(city.seed, person) for person in range(len(city.residents))]
    ids = [venue_id(city.seed, row) for row in range(len(city.places))]
    day, names = None, []
    for row in range(len(scans.person)):
        visit = visit_id(scans, row)
        entered = moment(int(scans.entered[row]))
        if (today := local_day(entered, city.zone)) != day:
            day, names = today, pseudonyms(keys.day(today).link, everyone)
            progress(row / len(scans.person), "")
        yield Visit(
            venue=ids[scans.venue[row]],
            id=visit,
            pseudonym=names[scans.person[row]],
            assurance=ASSURANCES[scans.assurance[row]],
            received_at=moment(int(scans.received[row])),
            basis=basis,
            flags=Flag(int(scans.flags[row])),
            left_at=moment(int(scans.left[row])) if scans.left[row] >= 0 else None,
        )


def is_empty(session: Session) -> bool:
    """Whether a demo city may be founded here."""
    return venues.is_empty(session)


def some_posters(session: Session) -> list[tuple[str, str]]:
    """Name and code of three venues to begin with."""
    return venues.some_codes(session, 3)
