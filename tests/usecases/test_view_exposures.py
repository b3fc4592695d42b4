from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from app.domain.audit import AuditAction
from app.domain.errors import MapVenueUnknown
from app.domain.roles import Role
from app.domain.windows import Window
from app.usecases import view_exposures as usecase
from app.usecases.map_view import Asked
from app.usecases.view_exposures import PartOfDay, part_of_day
from app.usecases.view_venues_map import view_venues_map
from tests import exposed
from tests.exposed import TRACER, case, met, place
from tests.squares import CODES, take_in, written

APPROVER = replace(TRACER, role=Role.APPROVER)
ELSEWHERE = replace(TRACER, jurisdiction=CODES[2])
ANH, BINH = uuid4(), uuid4()


@pytest.fixture
def city(database, tmp_path, now):
    exposed.city_of_one(database, now)
    take_in(database, written(tmp_path / "w.json"), now)


@pytest.fixture
def pho(database, policy, now, city):
    """A restaurant where a case of the second ward met two people, on a Friday evening and a Sunday noon."""
    venue = place(database, now, ward=CODES[0])
    friday, sunday = (datetime(2026, 11, day, hour, 30, tzinfo=UTC) for day, hour in ((20, 12), (22, 5)))
    found = case(database, now, policy, jurisdiction=CODES[1])
    met(database, found, [(venue, ANH, friday), (venue, BINH, friday), (venue, ANH, sunday)])
    return venue


@pytest.fixture
def view(database, policy, now):
    def view(official=TRACER, **asked):
        with database.reading() as session:
            return view_venues_map(session, official, Asked(**asked), policy=policy, now=now)

    return view


@pytest.fixture
def look(database, policy):
    def look(venue, official=TRACER, **more):
        with database.reading() as session:
            return usecase.view_exposure_venue(session, official, "covid-19", venue, policy=policy, **more)

    return look


def test_the_venues_of_a_window_the_fullest_first(view, pho, database, policy, now):
    market = place(database, now, 106.15)
    met(database, case(database, now, policy), [(market, uuid4(), now) for _ in range(3)])
    assert [(v.id, v.people, v.cases, v.exposures) for v in view(days=14).venues] == [
        (market, 3, 1, 3),
        (pho, 2, 1, 3),
    ]
    assert [v.id for v in view(until=date(2026, 11, 20)).venues] == [pho]
    assert view(until=date(2026, 11, 20)).venues[0].exposures == 2
    assert view(until=date(2026, 11, 19)).venues == ()
    assert view().ground.last_day == date(2026, 11, 23)


def test_other_jurisdictions_and_roles_see_no_venue(view, pho, look):
    assert [v.id for v in view(replace(TRACER, jurisdiction=CODES[1])).venues] == [pho]
    for official in (ELSEWHERE, APPROVER):
        assert view(official).venues == ()
        with pytest.raises(MapVenueUnknown):
            look(pho, official)
    with pytest.raises(MapVenueUnknown):
        look(uuid4())


def test_a_file_names_no_venue_with_few_people(view, pho, database, policy, now):
    market = place(database, now, 106.15)
    saturday = now - timedelta(days=2)
    met(database, case(database, now, policy), [(market, uuid4(), saturday) for _ in range(5)])
    seen = view(for_export=True, days=28)
    assert ([v.id for v in seen.venues], seen.left_out, seen.k) == ([market], 1, 5)
    assert seen.ground.window == Window(date(2026, 11, 16), date(2026, 11, 22))
    assert view().left_out == 0


def test_details_say_when_but_not_who(look, pho):
    found = look(pho)
    assert (found.venue.people, found.venue.cases, found.venue.exposures) == (2, 1, 3)
    assert found.days == (date(2026, 11, 20), date(2026, 11, 22))
    assert found.at_weekends == 1
    assert found.parts == ((PartOfDay.EVENING, 2), (PartOfDay.NOON, 1))
    assert ANH.hex not in repr(found).replace("-", "")


def test_details_keep_to_the_window_of_the_map(look, pho):
    found = look(pho, window=Window.ending(date(2026, 11, 21)))
    assert (found.venue.exposures, found.days, found.at_weekends) == (2, (date(2026, 11, 20),), 0)
    with pytest.raises(MapVenueUnknown):
        look(pho, window=Window.ending(date(2026, 11, 19)))


def test_looking_into_a_venue_is_written_down(look, pho, database, now):
    with database.writing() as session:
        usecase.record_venue_viewing(session, TRACER, "covid-19", look(pho), now=now)
    with database.reading() as session:
        [(action, detail)] = session.connection().exec_driver_sql("SELECT action, detail FROM audit").all()
    assert action == AuditAction.MAP_VIEWED
    assert str(pho) in str(detail)
    assert "Pasteur" not in str(detail)


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "night"), (4, "night"), (5, "morning"), (11, "noon"), (17, "afternoon"), (22, "night")],
)
def test_the_night_ends_with_the_morning(hour, part):
    assert part_of_day(datetime(2026, 11, 20, hour, 59, tzinfo=UTC)) == part


def test_the_number_of_queries_does_not_grow(view, pho, database, policy, now):
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_: statements.append(sql))
    view()
    first = len(statements)
    for i in range(5):
        met(database, case(database, now, policy), [(place(database, now, 106.1 + i / 50), ANH, now)])
    statements.clear()
    view()
    assert len(statements) == first <= 12
