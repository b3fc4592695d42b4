from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import text

from app.domain.ids import PersonId
from app.domain.infectious_days import infectious_span
from app.domain.roles import Role
from app.domain.spans import day_span, local_day
from app.simulation import crowd as crowds
from app.simulation.columns import moment
from app.simulation.crowd import Crowd
from app.store import case_visits, cases, diseases, people
from app.store.partitions import days_with_partitions
from app.usecases.add_crowd_cases import add_crowd_cases
from app.usecases.crowd_places import uuids
from app.usecases.demo_ids import device_of
from app.usecases.demo_officials import demo_official
from app.usecases.found_demo import NotEmpty
from app.usecases.load_crowd import PHONES, crowd_of, load_crowd
from app.usecases.trace_case import trace_case
from app.usecases.view_case import view_case
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonyms
from app.vault.tokens import digest

VISITS, DAYS = 4_000, 4


@pytest.fixture
def keys(tmp_path):
    """Empty: the loader makes the keys that it needs."""
    return KeyStore(tmp_path / "keys")


@pytest.fixture
def crowd(database, keys, policy, now):
    return load_crowd(database, keys, visits=VISITS, days=DAYS, seed=5, policy=policy, now=now)


def test_a_crowd_is_what_it_was_meant_to_be_and_remembered(crowd, database, policy, now):
    today = local_day(now, policy.zone)
    assert crowd == Crowd(VISITS, DAYS, 5, today - timedelta(days=DAYS))
    with database.reading() as session:
        assert crowd_of(session) == crowd
        counts = [
            session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - words of ours
            for table in ("visits", "persons", "venues", "codes", "device_tokens", "areas")
        ]
    assert counts[:5] == [VISITS, crowd.persons, crowd.venues, crowd.venues, PHONES]
    assert counts[5] > 168
    if not database.is_sqlite:
        assert days_with_partitions(database)[: DAYS + 1] == [*crowd.calendar, today]


def test_the_visits_are_those_of_the_crowd_under_the_pseudonyms_of_each_day(crowd, database, keys, policy):
    with database.reading() as session:
        rows = session.execute(text("SELECT id, venue, pseudonym FROM visits")).all()
    kept = {plain(visit): (plain(venue), plain(name)) for visit, venue, name in rows}
    venues = uuids(crowds.venue_ids(crowd))
    for number, day in enumerate(crowd.calendar):
        there = crowds.day(crowd, number, policy.zone)
        who = uuids(crowds.person_ids(crowd, there.person))
        places = [venues[venue] for venue in there.venue.tolist()]
        found = [kept.pop(visit) for visit in uuids(there.id)]
        names = pseudonyms(keys.day(day).link, map(PersonId, who))
        assert found == list(zip(places, names, strict=True))
    assert kept == {}


def plain(value):
    """An id as either driver gives it."""
    return UUID(bytes=value) if isinstance(value, bytes) else value


def test_its_phones_speak_for_their_persons(crowd, database):
    first = UUID(bytes=crowds.person_ids(crowd, np.array([0])).tobytes())
    with database.reading() as session:
        token = digest(device_of(crowd.seed, 0))
        assert people.by_tokens(session, [token]) == {token: first}


@pytest.mark.usefixtures("crowd")
def test_nothing_is_loaded_beside_what_is_there(database, keys, policy, now):
    with pytest.raises(NotEmpty):
        load_crowd(database, keys, visits=1000, policy=policy, now=now)


def test_a_database_without_a_crowd_has_none(database):
    with database.reading() as session:
        assert crowd_of(session) is None


def test_cases_hold_all_their_stays_and_their_infectious_time_leaves_none_out(
    crowd, database, keys, policy, now
):
    found = add_crowd_cases(database, keys, crowd, 6, policy=policy, now=now)
    assert len(set(found)) == 6
    persons = uuids(crowds.person_ids(crowd, crowds.persons_out(crowd, 4.3, 6)))
    with database.reading() as session:
        files = cases.by_ids(session, found)
        stays = case_visits.of_cases(session, found)
        illness = diseases.by_slug(session, "covid-19")
    for case, person in zip(found, persons, strict=True):
        assert {stay.person for stay in stays[case]} == {person}
        window = infectious_span(
            files[case].dates, illness, zone=policy.zone, today=local_day(now, policy.zone)
        )
        assert window.start <= day_span(crowd.first_day, policy.zone).start
        assert all(stay.longest.overlap(window) for stay in stays[case])
    numbers = crowds.persons_out(crowd, 4.3, 6)
    entered = {
        moment(int(at))
        for number in range(DAYS)
        for there in [crowds.day(crowd, number, policy.zone)]
        for at in there.entered[np.isin(there.person, numbers)]
    }
    # Stays that overlap at one venue are one: every stay is a visit of theirs, and hardly any is missing.
    begun = {stay.start for of_one in stays.values() for stay in of_one}
    assert begun <= entered
    assert len(begun) > 0.8 * len(entered) > 40


def test_a_case_of_a_crowd_is_traced(crowd, database, keys, policy, now):
    case, *_ = add_crowd_cases(database, keys, crowd, 1, policy=policy, now=now)
    with database.writing() as session:
        official = demo_official(session, Role.TRACER, now)
        trace_case(session, official, case, keys=keys, policy=policy, now=now)
    with database.reading() as session:
        listed = view_case(session, official, case, keys=keys).listed
    assert len(listed) > 20
