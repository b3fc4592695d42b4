from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.domain.map_releases import Block, MapRelease
from app.domain.windows import Window
from app.store import map_releases
from tests.squares import CODES, feature, take_in, written


@pytest.fixture
def release(database, tmp_path, now):
    boundaries = take_in(database, written(tmp_path / "wards.geojson"), now).taken
    return MapRelease(
        number=0,
        disease="covid-19",
        period=Window(date(2026, 11, 9), date(2026, 11, 15)),
        k=10,
        blocks=(Block(CODES[:1], 0), Block(CODES[1:3], 23, 1), Block(CODES[3:], 41)),
        elsewhere=0,
        late=None,
        narrowest=21,
        rule="1",
        boundaries=boundaries.id,
        sources=(3, 5),
        own_cases=True,
        made_at=now,
    )


def after(release: MapRelease, weeks: int = 1, **changed: object) -> MapRelease:
    return replace(release, period=release.period.moved(weeks), **changed)


def test_a_release_comes_back_as_it_was_kept(database, release):
    with database.writing() as session:
        kept = map_releases.add(session, release, counted=64)
    assert kept.number > 0
    with database.reading() as session:
        assert map_releases.by_number(session, kept.number) == kept == replace(release, number=kept.number)
        assert map_releases.by_number(session, kept.number + 1) is None


def test_the_newest_of_a_disease_is_that_with_the_largest_number(database, release):
    with database.writing() as session:
        assert map_releases.newest(session) is None
        first = map_releases.add(session, release, counted=64)
        other = map_releases.add(session, replace(release, disease="measles"), counted=3)
        second = map_releases.add(session, after(release), counted=5)
        assert map_releases.newest(session, "covid-19") == second
        assert map_releases.newest(session, "measles") == other
        assert map_releases.newest(session, "mpox") is None
        assert map_releases.newest(session) == second
        assert map_releases.diseases(session) == ["covid-19", "measles"]
        assert map_releases.newest_first(session, before=None, limit=2) == [second, other]
        assert map_releases.newest_first(session, before=second.number, limit=5) == [other, first]
        assert map_releases.periods(session, "covid-19") == [first.period, second.period]
        assert map_releases.numbered(session, "covid-19") == [
            (second.number, second.period),
            (first.number, first.period),
        ]


def test_the_releases_that_tell_of_the_last_days(database, release):
    with database.writing() as session:
        map_releases.add(session, release, counted=64)
        second = map_releases.add(session, after(release), counted=5)
        last = release.period.last
        assert len(map_releases.since(session, "covid-19", last)) == 2
        assert map_releases.since(session, "covid-19", last + timedelta(days=1)) == [second]
        assert map_releases.since(session, "measles", last) == []


def test_told_are_the_cases_of_the_releases_and_what_came_late(database, release):
    with database.writing() as session:
        assert map_releases.told(session, "covid-19") == 0
        map_releases.add(session, release, counted=64)
        map_releases.add(session, after(release, late=None), counted=5)
        map_releases.add(session, after(release, 2, late=12), counted=7)
        map_releases.add(session, replace(release, disease="measles", late=99), counted=99)
        assert map_releases.told(session, "covid-19") == 64 + 5 + 7 + 12


def test_no_period_of_a_disease_begins_twice(database, release):
    with database.writing() as session:
        map_releases.add(session, release, counted=64)
    with pytest.raises(IntegrityError), database.writing() as session:
        map_releases.add(session, release, counted=64)


@pytest.mark.parametrize("statement", ["UPDATE map_releases SET late = 0", "DELETE FROM map_releases"])
def test_what_is_released_can_be_neither_changed_nor_removed(database, release, statement):
    with database.writing() as session:
        map_releases.add(session, release, counted=64)
    with pytest.raises(DatabaseError, match="frozen"), database.engine.begin() as connection:
        connection.execute(text(statement))


def test_the_wards_of_a_release_stay_those_of_its_day(database, release, tmp_path, now):
    with database.writing() as session:
        kept = map_releases.add(session, release, counted=64)
    renamed = [feature(at, name=f"Khác {at}") for at in range(len(CODES))]
    take_in(database, written(tmp_path / "newer.geojson", renamed), now + timedelta(days=1))
    with database.reading() as session:
        wards = map_releases.wards(session, kept)
        assert [ward.code for ward in wards] == list(CODES)
        assert wards[0].name == "Bến Nghé"
        assert map_releases.outlines(session, kept).keys() == set(CODES)
