"""Somebody who measures fills an empty database with a crowd of any size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from app.domain.ids import PersonId
from app.domain.policy import Policy
from app.domain.spans import days_between, local_day
from app.simulation import crowd as crowds
from app.simulation.crowd import ASSURANCES, Crowd
from app.store import city as facts
from app.store import partitions, people, venues, visit_load
from app.store.bulk import batched
from app.store.db import Database, Session
from app.store.visit_load import VisitColumns
from app.usecases.add_demo_city import add_wards
from app.usecases.crowd_places import crowd_places, uuids
from app.usecases.demo_ids import device_of
from app.usecases.found_demo import NotEmpty
from app.vault.keystore import DAYS_AHEAD, KeyStore
from app.vault.pseudonyms import pseudonym_bytes
from app.vault.tokens import digest

Progress = Callable[[float, str], None]

PHONES: Final = 1000
"""The persons with the lowest numbers have a phone each: its token is `device_of(seed, number)`."""
_FACT: Final = "crowd"
_VENUES_AT_ONCE: Final = 5_000


def load_crowd(
    database: Database,
    keys: KeyStore,
    *,
    visits: int,
    days: int = 14,
    seed: int = 1,
    policy: Policy,
    now: datetime,
    progress: Progress = lambda _share, _words: None,
) -> Crowd:
    """Put so many visits of the days before today into a migrated database, with all that they need.

    Venues with their codes, persons, a thousand phones, the keys of the days, and the visits under each
    day's pseudonyms: what a trace of a case among them reads. On PostgreSQL each day is a partition.

    Raises:
        NotEmpty: something real is there already.
    """
    today = local_day(now, policy.zone)
    crowd = Crowd(visits, days, seed, today - timedelta(days=days))
    with database.reading() as session:
        if not facts.is_untouched(session) or facts.has_visits(session):
            raise NotEmpty
    keys.ensure(days_between(crowd.first_day - timedelta(days=1), today + timedelta(days=DAYS_AHEAD)))
    partitions.ensure_partitions(database, policy.zone, now=now)
    progress(0.0, "wards and venues")
    with database.writing() as session:
        add_wards(session, now)
        for some in batched(crowd_places(crowd, policy), _VENUES_AT_ONCE):
            venues.add_many(session, [venue for venue, _ in some], [code for _, code in some])
        basis = facts.basis_id(session, policy.basis, now=now)
    progress(0.05, "persons")
    _load_persons(database, crowd)
    index = visit_load.drop_index(database)
    for number, day in enumerate(crowd.calendar):
        progress(0.1 + 0.85 * number / days, day.isoformat())
        visit_load.load_day(database, day, policy.zone, visits_of_day(crowd, number, keys, policy, basis))
    visit_load.finish(database, index)
    with database.writing() as session:
        facts.save_fact(session, _FACT, asdict(crowd) | {"first_day": crowd.first_day.isoformat()}, now=now)
    progress(1.0, "loaded")
    return crowd


def crowd_of(session: Session) -> Crowd | None:
    """The crowd that was loaded into this database, whole; None where there is none."""
    kept = facts.fact(session, _FACT)
    return None if kept is None else Crowd(**kept | {"first_day": date.fromisoformat(kept["first_day"])})


def _load_persons(database: Database, crowd: Crowd) -> None:
    ids = crowds.person_ids(crowd, np.arange(crowd.persons))
    visit_load.load_persons(database, ids, crowd.first_day)
    tokens = {
        digest(device_of(crowd.seed, number)): PersonId(who) for number, who in enumerate(uuids(ids[:PHONES]))
    }
    with database.writing() as session:
        people.add(session, tokens, today=crowd.first_day)


def visits_of_day(crowd: Crowd, number: int, keys: KeyStore, policy: Policy, basis: int) -> VisitColumns:
    """One day of the crowd as the table of visits has it, under the pseudonyms of the day."""
    there = crowds.day(crowd, number, policy.zone)
    link = keys.day(crowd.calendar[number]).link
    hidden = pseudonym_bytes(link, crowds.person_ids(crowd, there.person).tobytes())
    return VisitColumns(
        venue=crowds.venue_ids(crowd)[there.venue],
        id=there.id,
        pseudonym=np.frombuffer(hidden, np.uint8).reshape(-1, 16),
        entered=there.entered,
        left=there.left,
        received=there.received,
        assurance=there.assurance,
        assurances=ASSURANCES,
        basis=basis,
    )
