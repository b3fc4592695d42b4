from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.counts import DayCount
from app.domain.windows import Window
from app.store import counts, imports, map_releases
from app.usecases.release_demo import release_demo
from tests.squares import CODES, take_in, written

LAST_SUNDAY = date(2026, 11, 22)


@pytest.fixture
def count(database, tmp_path, now):
    take_in(database, written(tmp_path / "w.json"), now)

    def count(cases, days):
        with database.writing() as session:
            file = imports.add(session, "case-counts", "f.csv", bytes(32), 1, now=now)
            daily = [
                DayCount(code, LAST_SUNDAY - timedelta(days=n), cases) for code in CODES for n in range(days)
            ]
            counts.save(session, "covid-19", daily, file.id)

    return count


def periods(database):
    with database.reading() as session:
        return map_releases.periods(session, "covid-19")


def test_two_weeks_that_tell_enough_are_two_releases(count, database, policy, now):
    count(5, 14)
    assert release_demo(database, policy=policy, now=now) == 2
    last = Window.week(LAST_SUNDAY)
    assert periods(database) == [last.moved(-1), last]
    assert release_demo(database, policy=policy, now=now) == 0


def test_two_quiet_weeks_are_one_release(count, database, policy, now):
    count(1, 14)
    assert release_demo(database, policy=policy, now=now) == 1
    assert periods(database) == [Window(LAST_SUNDAY - timedelta(days=13), LAST_SUNDAY)]


def test_a_city_of_a_week_releases_that_week(count, database, policy, now):
    count(5, 7)
    assert release_demo(database, policy=policy, now=now) == 1
    assert periods(database) == [Window.week(LAST_SUNDAY)]


def test_a_city_without_cases_releases_nothing(database, policy, now):
    assert release_demo(database, policy=policy, now=now) == 0
