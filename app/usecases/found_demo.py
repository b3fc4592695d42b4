"""An operator founds a demo city in an empty database."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.domain.errors import Refusal
from app.domain.policy import Policy
from app.domain.spans import days_between, local_day
from app.simulation.city import City, simulate
from app.simulation.columns import moment
from app.simulation.scans import as_known
from app.store import city as city_facts
from app.store import issued_codes, partitions
from app.store.db import Database, Session
from app.usecases.add_demo_city import add_people, add_venues, add_wards
from app.usecases.add_demo_visits import Progress, add_visits, microseconds, part
from app.usecases.demo_cases import add_cases
from app.usecases.release_demo import release_demo
from app.usecases.remember_demo import Demo, save_demo
from app.usecases.seal_demo_contacts import seal_contacts
from app.vault.keystore import DAYS_AHEAD, KeyStore


class NotEmpty(Refusal):
    """The database holds what no demo made: venues, areas or officials. Nothing was changed."""


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
        NotEmpty: something real is there already.
    """
    today = local_day(now, policy.zone)
    with database.reading() as session:
        if not city_facts.is_untouched(session):
            raise NotEmpty
    city = simulate(
        people_count, start, today, seed, zone=policy.zone, progress=part(progress, 0, 0.6, "simulating")
    )
    keys.ensure(days_between(start - timedelta(days=1), today + timedelta(days=DAYS_AHEAD)))
    partitions.ensure_partitions(database, policy.zone, now=now, back=(today - start).days + 1)
    known = as_known(city.scans, microseconds(now))
    with database.writing() as session:
        add_wards(session, now)
        add_venues(session, city)
        add_people(session, city, start)
        add_visits(session, city, known, keys, policy, part(progress, 0.6, 0.85, "writing visits"))
        seal_contacts(session, city, known, keys, policy)
        save_demo(session, Demo(people_count, seed, start, now), now=now)
    progress(0.9, "reporting cases")
    add_cases(database, city, keys, since=moment(0), policy=policy, now=now)
    release_demo(database, policy=policy, now=now)
    progress(1.0, "done")
    return city


def is_empty(session: Session) -> bool:
    """Whether a demo city may be founded here."""
    return city_facts.is_untouched(session)


def some_posters(session: Session) -> list[tuple[str, str]]:
    """Name and code of three venues to begin with."""
    return issued_codes.some_codes(session, 3)
