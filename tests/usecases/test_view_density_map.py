from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from app.domain.errors import NoAreas
from app.domain.roles import Role
from app.domain.windows import Window
from app.usecases import view_density_map as usecase
from app.usecases.map_view import Asked
from tests import exposed
from tests.exposed import TRACER, case, met, place
from tests.squares import CODES, NAMES, take_in, written

APPROVER = replace(TRACER, role=Role.APPROVER)
WARD_TRACER = replace(TRACER, jurisdiction=CODES[1])
LAST_WEEK = Window(date(2026, 11, 16), date(2026, 11, 22))


@pytest.fixture
def city(database, tmp_path, now):
    exposed.city_of_one(database, now)
    take_in(database, written(tmp_path / "w.json"), now)


@pytest.fixture
def listed(database, policy, now, city):
    """A case that met so many people at a venue of that longitude, on a day of last week."""

    def listed(people, longitude=106.05, *, back=3, **changed):
        venue = place(database, now, longitude)
        at = now - timedelta(days=back)
        found = case(database, now, policy, **changed)
        met(database, found, [(venue, uuid4(), at) for _ in range(people)])
        return found

    return listed


@pytest.fixture
def view(database, policy, now):
    def view(official=TRACER, finest=usecase.STANDARD, **asked):
        with database.reading() as session:
            return usecase.view_density_map(
                session, official, Asked(**asked), finest=finest, policy=policy, now=now
            )

    return view


def people(view):
    return sorted(cell.hexagon.people for cell in view.cells)


def test_with_exact_numbers_one_person_is_shown(listed, view):
    listed(1)
    listed(7, 106.25)
    seen = view()
    assert people(seen) == [1, 7]
    assert (seen.people, seen.left_out, seen.k, seen.exact) == (8, 0, 1, True)
    assert [cell.ward.name for cell in seen.cells] == [NAMES[2], NAMES[0]]  # the thickest first
    assert seen.cells[0].per_km2 > seen.cells[1].per_km2 > 1


def test_an_official_of_a_ward_sees_who_met_its_cases_and_nobody_else(listed, view):
    listed(3, jurisdiction=CODES[1])
    listed(9, 106.25)
    assert people(view(WARD_TRACER)) == [3]
    assert view(WARD_TRACER).jurisdiction == CODES[1]
    assert people(view(replace(TRACER, jurisdiction=CODES[2]))) == []


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR])
def test_others_see_the_city_in_hexagons_of_five(listed, view, role):
    listed(4, jurisdiction=CODES[1])
    listed(6, 106.25)
    seen = view(replace(TRACER, role=role, jurisdiction=CODES[3]))
    assert people(seen) == [6]
    # The four are not to be had from a sum either.
    assert (seen.people, seen.left_out, seen.k, seen.exact) == (None, None, 5, False)


def test_what_is_left_out_is_told_once_it_is_many(listed, view):
    for longitude in (106.05, 106.15, 106.25):
        listed(2, longitude)
    seen = view(APPROVER)
    assert (people(seen), seen.people, seen.left_out) == ([], 6, 6)


def test_a_file_hides_from_everybody(listed, view):
    listed(4)
    listed(5, 106.25)
    seen = view(for_export=True, days=28)
    assert (people(seen), seen.k, seen.ground.window) == ([5], 5, LAST_WEEK)


def test_windows_are_free_with_exact_numbers_alone(listed, view):
    listed(8, back=3)
    listed(8, 106.25, back=12)
    listed(8, 106.35, back=0)
    assert people(view(days=28)) == [8, 8, 8]
    assert people(view(until=date(2026, 11, 20), days=1)) == [8]
    for asked in ({}, {"days": 28}, {"until": date(2026, 12, 31)}, {"until": date(2026, 11, 22), "days": 1}):
        seen = view(APPROVER, **asked)
        assert (seen.ground.window, people(seen)) == (LAST_WEEK, [8])
    assert view(APPROVER, until=date(2026, 11, 21)).ground.window == LAST_WEEK.moved(-1)


def test_only_those_with_exact_numbers_choose_the_size_of_hexagons(listed, view):
    listed(8)
    for finest in (7, 9):
        assert {cell.hexagon.resolution for cell in view(finest=finest).cells} == {finest}
        assert {cell.hexagon.resolution for cell in view(APPROVER, finest=finest).cells} == {usecase.STANDARD}


def test_without_wards_there_is_no_map(database, now, view):
    exposed.city_of_one(database, now)
    with pytest.raises(NoAreas):
        view()


def test_without_exposures_there_is_an_empty_one(view, city):
    seen = view()
    assert (seen.cells, seen.people, seen.left_out, seen.ground.last_day) == ((), 0, 0, None)


def test_the_number_of_queries_does_not_grow(listed, view, database):
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_: statements.append(sql))
    listed(1)
    statements.clear()
    view()
    first = len(statements)
    for longitude in (106.15, 106.25, 106.35):
        listed(20, longitude)
    statements.clear()
    view()
    assert len(statements) == first <= 13
