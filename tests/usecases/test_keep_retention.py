"""A server whose clock is a month ahead destroys nothing; one that was off for a month does, once told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.domain.audit import AuditAction
from app.domain.ids import new_visit_id
from app.domain.people import DeviceToken
from app.domain.spans import local_day
from app.store import partitions
from app.usecases.check_health import warnings
from app.usecases.check_in import check_in
from app.usecases.end_retention import Ended, end_retention
from app.usecases.gather_check_ins import CheckIn
from app.usecases.keep_house import keep_house
from app.usecases.keep_retention import RetentionHeld, keep_retention

HOUR, MONTH = timedelta(hours=1), timedelta(days=30)


@pytest.fixture
def city(database, keys, policy, now, new_venue):
    """Somebody has checked in today, and the hourly housekeeping has run; returns what is left of it all."""
    command = CheckIn(new_venue().code.code, new_visit_id(now, 1), DeviceToken(b"d" * 32))
    with database.writing() as session:
        check_in(session, [command], keys=keys, policy=policy, now=now)
    keep_retention(database, keys, policy=policy, now=now)

    def left():
        with database.reading() as session:
            visits = session.execute(text("SELECT count(*) FROM visits")).scalar_one()
        return visits, keys.days(), partitions.days_with_partitions(database)

    return left


@pytest.fixture
def actions(database):
    def read():
        with database.reading() as session:
            return [
                AuditAction(action)
                for action in session.execute(text("SELECT action FROM audit ORDER BY number")).scalars()
            ]

    return read


def test_a_clock_that_leaps_a_month_destroys_nothing_and_is_named_once(
    database, keys, policy, now, city, actions
):
    before = city()
    for hour in range(3):
        said = keep_retention(database, keys, policy=policy, now=now + MONTH + hour * HOUR)
        assert isinstance(said, RetentionHeld)
        assert "30 days after the last housekeeping" in str(said)
        assert "ghe retention --clock-is-right" in str(said)
    assert city() == before
    assert actions() == [AuditAction.RETENTION_HELD]
    assert warnings(database) == ["retention-held"]


def test_without_the_guard_the_same_leap_takes_every_visit_and_its_key(database, keys, policy, now, city):
    end_retention(database, keys, policy=policy, now=now + MONTH)
    visits, days, _ = city()
    assert visits == 0
    assert local_day(now, policy.zone) not in days


def test_a_clock_that_is_set_right_goes_on_as_if_nothing_had_been(database, keys, policy, now, city):
    before = city()
    keep_retention(database, keys, policy=policy, now=now + MONTH)
    assert isinstance(keep_retention(database, keys, policy=policy, now=now + HOUR), Ended)
    assert city() == before
    assert warnings(database) == []


def test_who_says_that_the_clock_is_right_ends_what_is_overdue(database, keys, policy, now, city, actions):
    keep_retention(database, keys, policy=policy, now=now + MONTH)
    ended = keep_retention(database, keys, policy=policy, now=now + MONTH, clock_is_right=True)
    assert local_day(now, policy.zone) in ended.key_days
    assert city()[0] == 0
    assert actions() == [AuditAction.RETENTION_HELD, AuditAction.CLOCK_CONFIRMED, AuditAction.RETENTION_ENDED]
    assert warnings(database) == []
    assert isinstance(keep_retention(database, keys, policy=policy, now=now + MONTH + HOUR), Ended)


def test_without_a_longer_pause_everything_ends_on_its_day(database, keys, policy, now, city):
    for day in (*range(0, policy.retention_days + 1, 3), policy.retention_days + 1):
        moment = now + timedelta(days=day)
        keep_house(database, keys, policy=policy, now=moment)
        assert isinstance(keep_retention(database, keys, policy=policy, now=moment), Ended)
        assert city()[0] == (1 if day <= policy.retention_days else 0)
