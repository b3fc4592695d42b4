"""Boundaries that are valid from a day on: which are in force when, and what follows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.areas import Area, AreaKind, Boundary, District
from app.domain.parents import Parent
from app.domain.positions import Position
from app.store import areas, imports, venues
from app.usecases.find_ward import ward_of
from app.usecases.follow_boundaries import follow_boundaries
from app.usecases.keep_house import keep_house
from tests.squares import CODES, NAMES, feature, merged, take_in, written

TODAY = date(2026, 11, 23)
"""Of the fixture `now`, in the city."""
NEXT_WEEK = TODAY + timedelta(days=7)
EAST, WEST = Parent("D2", "Quận Đông", "East District"), Parent("D1", "Quận Tây", "West District")
PARENTS = {CODES[0]: WEST, CODES[1]: WEST, CODES[2]: EAST, CODES[3]: EAST}


@pytest.fixture
def take(database, tmp_path, now):
    def take(features=None, **more):
        path = tmp_path / f"{uuid4()}.json"
        return take_in(database, written(path, features), now, **more)

    return take


@pytest.fixture
def read(database):
    def read(function, *arguments, **named):
        with database.reading() as session:
            return function(session, *arguments, **named)

    return read


def test_each_day_has_the_version_that_began_last(take, read):
    old = take(valid_from=date(2020, 1, 1)).taken
    new = take(merged(), valid_from=date(2025, 7, 1)).taken
    in_force = {
        day: read(imports.in_force, AreaKind.WARD, day)
        for day in (date(2019, 1, 1), date(2020, 1, 1), date(2025, 6, 30), date(2025, 7, 1), TODAY)
    }
    assert list(in_force.values()) == [old, old, old, new, new]
    assert read(areas.codes, AreaKind.WARD, date(2025, 6, 30)) == set(CODES)
    assert read(areas.codes, AreaKind.WARD, date(2025, 7, 1)) == set(CODES[1:])
    assert read(areas.drawn, AreaKind.WARD, date(2025, 6, 30)).keys() == set(CODES)
    assert {ward.name for ward in read(areas.areas, AreaKind.WARD, TODAY)} == {"Bến Kao", *NAMES[2:]}


def test_boundaries_of_the_past_that_come_later_change_nothing_today(take, read):
    new = take(merged(), valid_from=date(2025, 7, 1))
    old = take(valid_from=date(2020, 1, 1))
    assert (old.new, old.in_force, old.venues_moved) == (True, new.taken, 0)
    assert read(areas.codes) == set(CODES[1:])
    always = take([feature(0)])
    assert always.in_force == new.taken
    assert read(areas.codes, AreaKind.WARD, date(2019, 1, 1)) == {CODES[0]}


def test_of_two_that_begin_on_one_day_the_correction_counts(take, read):
    take(valid_from=date(2025, 7, 1))
    corrected = take(merged(), valid_from=date(2025, 7, 1))
    assert read(imports.in_force, AreaKind.WARD, TODAY) == corrected.taken
    assert read(imports.in_force, AreaKind.WARD, date(2000, 1, 1)) == corrected.taken


def test_the_same_file_for_another_day_is_another_version(take):
    first = take(valid_from=date(2025, 7, 1))
    assert not take(valid_from=date(2025, 7, 1)).new
    assert take(valid_from=date(2026, 1, 1)).new
    assert take().new
    assert first.new


@given(
    beginnings=st.lists(
        st.sampled_from([None, date(2020, 1, 1), date(2025, 7, 1), date(2030, 1, 1)]), min_size=1, max_size=5
    )
)
def test_the_query_agrees_with_the_rule_in_words(beginnings, database, now):
    with database.writing() as session:
        kept = [
            imports.add(session, AreaKind.PROVINCE, "p", bytes(32), 0, valid_from=day, now=now)
            for day in beginnings
        ]
        for day in (date(2000, 1, 1), date(2020, 1, 1), date(2024, 1, 1), TODAY, date(2031, 1, 1)):
            begun = [(v.valid_from or date.min, v.id) for v in kept if (v.valid_from or date.min) <= day]
            first = min(v.valid_from or date.min for v in kept)
            early = [(v.valid_from or date.min, v.id) for v in kept if (v.valid_from or date.min) == first]
            found = imports.in_force(session, AreaKind.PROVINCE, day)
            assert found is not None
            assert found.id == max(begun or early)[1]
        session.rollback()


def test_venues_move_on_the_day_when_new_boundaries_begin(
    take, read, database, keys, policy, now, new_venue: Callable[..., object]
):
    take()
    west = new_venue("A", position=Position(10.05, 106.05)).venue.id
    east = new_venue("B", address="x", position=Position(10.05, 106.35)).venue.id
    done = take(merged(), valid_from=NEXT_WEEK)
    assert (done.new, done.in_force.id, done.venues_moved) == (True, 1, 0)

    def ward(venue):
        return read(venues.get, venue).ward

    keep_house(database, keys, policy=policy, now=now + timedelta(days=6))
    assert (ward(west), read(ward_of, Position(10.05, 106.05))) == (CODES[0], CODES[0])
    keep_house(database, keys, policy=policy, now=datetime(2026, 11, 29, 17, 0, tzinfo=UTC))  # midnight there
    assert (ward(west), ward(east)) == (CODES[1], CODES[3])
    assert read(ward_of, Position(10.05, 106.05)) == CODES[1]
    assert read(areas.codes) == set(CODES[1:])
    with database.writing() as session:
        assert follow_boundaries(session, NEXT_WEEK) == []  # once is enough


def test_housekeeping_without_new_boundaries_writes_nothing(take, database, keys, policy, now, monkeypatch):
    take()
    keep_house(database, keys, policy=policy, now=now)
    monkeypatch.setattr(type(database), "writing", lambda _self: pytest.fail("nothing to write"))
    keep_house(database, keys, policy=policy, now=now)


def test_former_districts_come_and_go_with_their_wards(take, read):
    done = take(parents=PARENTS)
    assert (done.taken.rows, done.taken.districts) == (4, 2)
    assert read(areas.districts) == [
        District("D1", "Quận Tây", "West District", CODES[:2]),
        District("D2", "Quận Đông", "East District", CODES[2:]),
    ]
    assert [ward.parent for ward in read(areas.areas, AreaKind.WARD)] == ["D1", "D1", "D2", "D2"]
    assert [d.population for d in read(areas.areas, AreaKind.DISTRICT)] == [100_000, 100_000]
    assert read(areas.codes) == set(CODES)  # districts are no wards, though they share a version

    take(merged(), valid_from=NEXT_WEEK)
    assert [d.code for d in read(areas.districts, NEXT_WEEK - timedelta(days=1))] == ["D1", "D2"]
    assert read(areas.districts, NEXT_WEEK) == []
    assert read(areas.drawn, AreaKind.DISTRICT, NEXT_WEEK) == {}


def test_a_district_is_what_its_wards_are_together(take, read):
    import maps

    take(parents=PARENTS)
    drawn = read(areas.drawn, AreaKind.DISTRICT)
    west = maps.from_wkb(drawn["D1"])
    assert west.geom_type == "Polygon"
    assert west.bounds == pytest.approx((106.0, 10.0, 106.2, 10.1))
    assert west.area == pytest.approx(0.02)
    assert len(west.interiors) == 0


def test_districts_in_a_file_of_their_own_take_over_until_wards_bring_some_again(take, read, database, now):
    take(parents=PARENTS)
    own = Boundary(
        Area("D1", AreaKind.DISTRICT, "Quận Một", "District One"), (106.0, 10.0, 106.2, 10.1), b"d", b"f"
    )
    with database.writing() as session:
        taken = imports.add(session, AreaKind.DISTRICT, "d.json", bytes(32), 1, now=now)
        areas.add(session, taken.id, [own])
        follow_boundaries(session, TODAY)
    assert [(d.code, d.name, d.wards) for d in read(areas.districts)] == [("D1", "Quận Một", CODES[:2])]
    assert read(areas.drawn, AreaKind.DISTRICT, TODAY) == {"D1": b"d"}
    take(merged(), parents={CODES[1]: WEST})
    assert [(d.name, d.wards) for d in read(areas.districts)] == [("Quận Tây", (CODES[1],))]
