from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from app.domain.audit import AuditAction
from app.domain.errors import MapVenueUnknown, NoAreas
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.domain.windows import Window
from app.science.disclosure import Shown
from app.store import officials
from app.usecases import view_exposures
from app.usecases import view_map as usecase
from app.usecases.import_case_counts import import_case_counts
from app.usecases.map_view import Asked
from tests.squares import CODES, feature, take_in, written

EPIDEMIOLOGIST = Official(OfficialId(uuid4()), "dich-te", "Nguyễn Thị Hương", Role.EPIDEMIOLOGIST, None)
APPROVER = replace(EPIDEMIOLOGIST, role=Role.APPROVER)
WARD_TRACER = replace(EPIDEMIOLOGIST, role=Role.TRACER, jurisdiction=CODES[1])

COUNTS = """date,ward_code,cases
2021-06-28,00013,0
2021-06-29,00004,1
2021-06-30,00004,4
2021-07-06,00007,7
2021-07-07,00004,10
2021-07-08,00007,2
2021-07-13,00007,1
2021-07-13,00010,4
"""


@pytest.fixture
def take(database, tmp_path, policy, now):
    take_in(database, written(tmp_path / "w.json"), now)

    def take(text):
        with database.writing() as session:
            return import_case_counts(
                session, text.encode(), source="f.csv", disease="covid-19", policy=policy, now=now
            )

    return take


@pytest.fixture
def view(database, policy, now):
    def view(official=EPIDEMIOLOGIST, **asked):
        with database.reading() as session:
            return usecase.view_map(session, official, Asked(**asked), policy=policy, now=now)

    return view


def numbers(view):
    return {ward.area.code: (ward.shown.now, ward.shown.before) for ward in view.wards}


def test_the_newest_week_is_shown_beside_the_week_before(take, view):
    take(COUNTS)
    seen = view()
    assert seen.window == Window(date(2021, 7, 7), date(2021, 7, 13))
    assert numbers(seen) == {
        CODES[0]: (10, 4),
        CODES[1]: (3, 7),
        CODES[2]: (4, 0),
        CODES[3]: (0, 0),
    }
    assert (seen.total, seen.total_before, seen.hidden, seen.has_data) == (17, 11, 0, True)
    assert [ward.change for ward in seen.wards] == [6, -4, 4, 0]
    assert [source.source for source in seen.sources] == ["f.csv"]


def test_the_first_week_is_compared_with_nothing(take, view):
    take(COUNTS)
    seen = view(until=date(2021, 7, 5))
    assert numbers(seen)[CODES[0]] == (5, None)
    assert (seen.compared, seen.total_before) == (False, None)


def test_small_numbers_are_hidden_outside_the_jurisdiction_and_in_exports(take, view):
    take(COUNTS)
    assert numbers(view(APPROVER)) == {
        CODES[0]: (10, 5),
        CODES[1]: (9, 0),
        CODES[2]: (0, 0),
        CODES[3]: (0, 0),
    }
    take("date,ward_code,cases\n2021-07-11,00010,4\n")
    seen = view(APPROVER)
    assert numbers(seen)[CODES[2]] == (None, 0)
    assert (seen.total, seen.total_before, seen.hidden) == (19, None, 1)
    assert numbers(view(WARD_TRACER, until=date(2021, 7, 11)))[CODES[1]] == (9, 0)
    assert numbers(view(WARD_TRACER, until=date(2021, 7, 11)))[CODES[2]] == (None, 0)
    assert numbers(view(EPIDEMIOLOGIST, for_export=True)) == numbers(seen)


@pytest.mark.parametrize("asked", [{"until": date(2021, 7, 13)}, {"days": 1}, {"days": 28}])
def test_who_sees_no_ward_exactly_sees_whole_weeks(take, view, asked):
    take(COUNTS)
    assert view(APPROVER, **asked).window == Window(date(2021, 7, 5), date(2021, 7, 11))
    assert view(EPIDEMIOLOGIST, **asked).window != Window(date(2021, 7, 5), date(2021, 7, 11))
    assert view(EPIDEMIOLOGIST, for_export=True, **asked).window == view(APPROVER).window


def test_windows_cannot_be_subtracted_outside_the_jurisdiction(take, view):
    take(COUNTS)
    seen = numbers(view(WARD_TRACER, until=date(2021, 7, 12)))
    assert seen == {CODES[0]: (None, None), CODES[1]: (9, 0), CODES[2]: (None, None), CODES[3]: (None, None)}
    assert numbers(view(WARD_TRACER, until=date(2021, 7, 11)))[CODES[0]] == (10, 5)


def test_a_map_in_time_moves_by_days_for_exact_numbers_and_by_weeks_for_others(take, database, policy, now):
    take(COUNTS)
    steps = {}
    for official in (EPIDEMIOLOGIST, APPROVER):
        with database.reading() as session:
            steps[official] = usecase.view_time(session, official, Asked(), policy=policy, now=now)
    days = [view.window.last for view in steps[EPIDEMIOLOGIST]]
    assert days == [date(2021, 6, 28) + timedelta(days=n) for n in range(16)]
    weeks = [view.window for view in steps[APPROVER]]
    assert weeks == [Window.week(date(2021, 6, 27) + timedelta(days=7 * n)) for n in (1, 2)]
    assert numbers(steps[EPIDEMIOLOGIST][-1])[CODES[1]] == (3, 7)
    assert numbers(steps[EPIDEMIOLOGIST][9])[CODES[1]] == (7, None)
    assert numbers(steps[APPROVER][1])[CODES[1]] == (9, 0)


def test_cases_of_wards_that_are_no_more_are_told_apart(take, view, database, tmp_path, now):
    take(COUNTS)
    take_in(database, written(tmp_path / "2.json", [feature(0), feature(1)]), now)
    assert view().elsewhere == Shown(4, 0)
    assert view(APPROVER).elsewhere == Shown(0, 0)
    assert view().total == 13


def test_no_wards_is_refused_and_no_numbers_is_not(view, take):
    seen = view()
    assert (seen.has_data, seen.first_day, seen.window.last) == (False, None, date(2026, 11, 23))
    take(COUNTS)
    assert not view(until=date(2022, 1, 1)).has_data


def test_without_wards_there_is_no_map(view):
    with pytest.raises(NoAreas):
        view()


def test_the_number_of_queries_does_not_grow(take, view, database):
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_: statements.append(sql))
    take(COUNTS)
    statements.clear()
    view(days=28)
    first = len(statements)
    take("date,ward_code,cases\n" + "".join(f"2021-07-{d:02},{c},9\n" for d in range(1, 20) for c in CODES))
    statements.clear()
    view(days=28)
    assert len(statements) == first <= 9


def test_looking_is_written_down(take, view, database, now):
    take(COUNTS)
    with database.writing() as session:
        officials.add(session, EPIDEMIOLOGIST, now=now)
        usecase.record_viewing(
            session, EPIDEMIOLOGIST, {"map": "incidence", "until": view().window.last}, now=now
        )
    with database.reading() as session:
        [(action, detail)] = session.connection().exec_driver_sql("SELECT action, detail FROM audit").all()
    assert action == AuditAction.MAP_VIEWED
    assert "2021-07-13" in str(detail)


def test_a_venue_that_is_not_on_the_map_is_unknown(database, policy):
    with database.reading() as session:
        assert view_exposures.exposure_venues(session, EPIDEMIOLOGIST, "covid-19") == []
        with pytest.raises(MapVenueUnknown):
            view_exposures.view_exposure_venue(session, EPIDEMIOLOGIST, "covid-19", uuid4(), policy=policy)
