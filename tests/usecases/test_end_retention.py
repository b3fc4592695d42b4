from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.domain.errors import EntryTooOld, KeyDestroyed
from app.domain.ids import PersonId, new_visit_id
from app.domain.people import ContactDetails, DeviceToken
from app.domain.spans import days_between, local_day
from app.store import joins, partitions, people, retention
from app.usecases.check_in import check_in
from app.usecases.end_retention import end_retention
from app.usecases.find_visit import VisitKey
from app.usecases.gather_check_ins import CheckIn
from app.usecases.leave_contact import leave_contact


def rows(database, table):
    with database.reading() as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - a test's own word


@pytest.fixture
def visited(database, keys, policy, now, new_venue):
    """A visit with a sealed contact made now."""
    venue = new_venue()
    command = CheckIn(venue.code.code, new_visit_id(now, 1), DeviceToken(b"d" * 32))
    with database.writing() as session:
        (receipt,) = check_in(session, [command], keys=keys, policy=policy, now=now)
    key = VisitKey(receipt.visit.venue, receipt.visit.id, receipt.check_out_token)
    with database.writing() as session:
        leave_contact(session, key, ContactDetails("A", "+84901234567"), keys=keys, policy=policy)
    return receipt


@pytest.mark.usefixtures("visited")
def test_a_day_is_kept_to_its_last_hour_and_then_gone_with_its_keys(database, keys, policy, now):
    today = local_day(now, policy.zone)
    on_the_last_day = end_retention(database, keys, policy=policy, now=now + timedelta(days=21))
    assert today not in on_the_last_day.key_days
    assert (rows(database, "visits"), rows(database, "sealed_contacts")) == (1, 1)

    the_day_after = end_retention(database, keys, policy=policy, now=now + timedelta(days=22))
    assert today in the_day_after.key_days
    assert (rows(database, "visits"), rows(database, "sealed_contacts")) == (0, 0)
    assert the_day_after.lag_days == 0
    with pytest.raises(KeyDestroyed):
        keys.day(today)


@pytest.mark.usefixtures("visited")
def test_a_second_run_finds_nothing(database, keys, policy, now):
    later = now + timedelta(days=30)
    end_retention(database, keys, policy=policy, now=later)
    again = end_retention(database, keys, policy=policy, now=later)
    assert (again.key_days, again.visits, again.partitions, again.sealed_contacts) == ([], 0, [], 0)


@pytest.mark.usefixtures("visited")
def test_on_postgresql_a_day_is_dropped_whole(database, keys, policy, now):
    ended = end_retention(database, keys, policy=policy, now=now + timedelta(days=22))
    if database.is_sqlite:
        assert (ended.visits, ended.partitions) == (1, [])
    else:
        assert ended.visits == 0
        assert local_day(now, policy.zone) in ended.partitions
        assert local_day(now, policy.zone) not in partitions.days_with_partitions(database)


def test_keys_of_destroyed_days_are_never_made_again(keys, policy, now):
    today = local_day(now, policy.zone)
    keys.destroy_before(today + timedelta(days=1))
    keys.ensure(days_between(today, today))
    assert not keys.has(today)


def test_a_late_check_in_of_a_day_that_is_gone_is_refused_by_name(database, keys, policy, now, new_venue):
    # The city keeps a day at most: its policy lets phones be later than that.
    short = replace(policy, retention_days=1)
    venue = new_venue()
    end_retention(database, keys, policy=short, now=now)
    late = CheckIn(venue.code.code, new_visit_id(now - timedelta(hours=47), 1), DeviceToken(b"d" * 32))
    later = CheckIn(venue.code.code, new_visit_id(now - timedelta(hours=49), 2), DeviceToken(b"d" * 32))
    today = CheckIn(venue.code.code, new_visit_id(now, 3), DeviceToken(b"d" * 32))
    with database.writing() as session:
        gone, too_old, kept = check_in(session, [late, later, today], keys=keys, policy=short, now=now)
    assert isinstance(gone, KeyDestroyed)
    assert isinstance(too_old, EntryTooOld)
    assert kept.visit.id == today.visit
    assert rows(database, "visits") == 1


@pytest.mark.parametrize("at_once", [2, 3, 1000])
def test_sealed_contacts_of_a_day_go_in_slices_and_later_ones_stay(database, now, monkeypatch, at_once):
    monkeypatch.setattr(retention, "_SEALED_AT_ONCE", at_once)
    first_kept = now.date()
    ids = [uuid4() for _ in range(9)] + [UUID(int=0), UUID(int=2**128 - 1)]
    with database.writing() as session:
        for number, person in enumerate(ids):
            joins.add_person(session, PersonId(person), today=first_kept)
            people.save_contact(session, PersonId(person), first_kept - timedelta(days=1 + number % 2), b"x")
            people.save_contact(session, PersonId(person), first_kept, b"x")
    assert retention.delete_sealed_before(database, first_kept) == len(ids)
    assert rows(database, "sealed_contacts") == len(ids)
    assert retention.delete_sealed_before(database, first_kept) == 0
