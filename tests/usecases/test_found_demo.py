from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import text

from app.domain.cases import CaseState
from app.domain.roles import Role
from app.domain.spans import local_day
from app.simulation.columns import moment
from app.simulation.scans import as_known
from app.store import cases, visits
from app.store.partitions import partitions_ready
from app.usecases import found_demo, live_on_demo, remember_demo
from app.usecases.demo_ids import device_of, person_id, visit_id
from app.usecases.demo_officials import demo_official
from app.usecases.end_retention import end_retention
from app.usecases.view_case import view_case
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonym

PEOPLE, SEED = 1500, 3


def silent(_share, _words):
    """Nobody watches."""


@pytest.fixture
def new_keys(tmp_path):
    return KeyStore(tmp_path / "demo-keys")


def found(database, keys, policy, now, days=12):
    return found_demo.found_demo(
        database,
        keys,
        people_count=PEOPLE,
        start=local_day(now, policy.zone) - timedelta(days=days - 1),
        seed=SEED,
        policy=policy,
        now=now,
        progress=silent,
    )


def count(database, table):
    with database.reading() as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - our own words


def test_a_demo_city_holds_what_was_simulated_and_its_cases_can_be_worked_on(database, new_keys, policy, now):
    city = found(database, new_keys, policy, now)
    known = as_known(city.scans, int(now.timestamp() * 1e6))
    assert count(database, "visits") == len(known.person) > 1000
    assert count(database, "venues") == len(city.places)
    assert count(database, "areas") == 168 + 38  # wards, and the former districts they lie in
    reported = city.infections.reported_at
    assert (
        count(database, "cases")
        == np.count_nonzero((reported >= 0) & (reported <= now.timestamp() * 1e6))
        > 0
    )

    with database.writing() as session:
        tracer = demo_official(session, Role.TRACER, now)
        lists = [
            view_case(session, tracer, case.id, keys=new_keys)
            for case in cases.page(session, jurisdiction=None, state=CaseState.OPEN)
        ]
    assert any(view.listed for view in lists)
    assert any(view.contacts for view in lists)
    assert partitions_ready(database, local_day(now, policy.zone))


def test_a_visit_belongs_to_the_phone_that_made_it(database, new_keys, policy, now):
    city = found(database, new_keys, policy, now, days=2)
    row = 17
    entered = moment(int(city.scans.entered[row]))
    key = new_keys.day(local_day(entered, policy.zone)).link
    name = pseudonym(key, person_id(SEED, int(city.scans.person[row])))
    with database.reading() as session:
        assert visit_id(city.scans, row) in {visit.id for visit in visits.of_pseudonyms(session, [name])}
    assert device_of(SEED, 1) != device_of(SEED, 2)


def test_nobody_founds_a_city_over_a_real_one(database, new_keys, policy, now, new_venue):
    new_venue()
    with pytest.raises(found_demo.NotEmpty):
        found(database, new_keys, policy, now)
    assert count(database, "venues") == 1


def test_nobody_founds_a_city_where_real_wards_or_officials_are(database, new_keys, policy, now):
    with database.writing() as session:
        demo_official(session, Role.TRACER, now)
    with pytest.raises(found_demo.NotEmpty):
        found(database, new_keys, policy, now)
    assert count(database, "venues") == count(database, "areas") == 0


def test_a_city_that_lives_on_is_the_city_that_was_founded_later(
    database, new_keys, policy, now, tmp_path, request
):
    found(database, new_keys, policy, now - timedelta(days=2), days=4)
    with database.reading() as session:
        demo = remember_demo.demo_of(session)
    live_on_demo.live_on(database, new_keys, demo, policy=policy, now=now, progress=silent)
    with database.reading() as session:
        lived = session.execute(
            text("SELECT count(*), count(left_at), min(entered_at), max(entered_at) FROM visits")
        ).one()

    from app.store import migrate
    from app.store.db import open_database

    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    migrate.upgrade(other)
    found(other, KeyStore(tmp_path / "other-keys"), policy, now, days=6)
    with other.reading() as session:
        at_once = session.execute(
            text("SELECT count(*), count(left_at), min(entered_at), max(entered_at) FROM visits")
        ).one()
    other.close()
    assert lived[:2] == at_once[:2]


def test_living_on_twice_adds_nothing(database, new_keys, policy, now):
    found(database, new_keys, policy, now - timedelta(days=1), days=3)
    for _ in range(2):
        with database.reading() as session:
            demo = remember_demo.demo_of(session)
        live_on_demo.live_on(database, new_keys, demo, policy=policy, now=now, progress=silent)
    once = count(database, "visits"), count(database, "cases")
    with database.reading() as session:
        demo = remember_demo.demo_of(session)
    live_on_demo.live_on(database, new_keys, demo, policy=policy, now=now, progress=silent)
    assert (count(database, "visits"), count(database, "cases")) == once


def test_a_city_that_was_left_alone_for_months_lives_on_without_what_has_left_retention(
    database, new_keys, policy, now
):
    long_ago = now - timedelta(days=40)
    found(database, new_keys, policy, long_ago, days=3)
    end_retention(database, new_keys, policy=policy, now=now)
    with database.reading() as session:
        demo = remember_demo.demo_of(session)
    live_on_demo.live_on(database, new_keys, demo, policy=policy, now=now, progress=silent)
    assert end_retention(database, new_keys, policy=policy, now=now).visits == 0
    assert count(database, "visits") > 1000
    assert partitions_ready(database, local_day(now, policy.zone))
