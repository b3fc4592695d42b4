"""The traced city is of `tests.exposed`; which traces are in force is checked in `test_counts`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from app.domain.cases import closed
from app.domain.spans import Span
from app.store import cases
from app.store import exposure_venues as kept
from tests import exposed
from tests.exposed import TRACER, case, met, place

ANH, BINH, CHI = (uuid4() for _ in range(3))


@pytest.fixture
def read(database, now):
    exposed.city_of_one(database, now)

    def read(query, *args):
        with database.reading() as session:
            return query(session, "covid-19", *args)

    return read


@pytest.fixture
def yesterday(now):
    return now - timedelta(days=1)


@pytest.fixture
def days(now):
    return Span(now - timedelta(days=2), now)


def test_people_are_counted_by_place_as_numbers(read, database, policy, now, yesterday, days):
    pho, same_place, market = place(database, now), place(database, now), place(database, now, 106.25)
    first, second = case(database, now, policy), case(database, now, policy, jurisdiction="00007")
    met(
        database, first, [(pho, ANH, yesterday), (pho, ANH, now - timedelta(hours=3)), (pho, BINH, yesterday)]
    )
    met(database, second, [(same_place, ANH, yesterday), (market, CHI, yesterday)])
    found = read(kept.placed_people, TRACER, days)
    by_person = {}
    for one in found:
        by_person.setdefault(one.person, []).append((one.position.longitude, one.exposures))
    assert sorted(by_person) == [1, 2, 3]
    assert sorted(by_person.values()) == [[(106.05, 1)], [(106.05, 3)], [(106.25, 1)]]
    assert len(read(kept.placed_people, None, days)) == len(found)
    of_ward = read(kept.placed_people, replace(TRACER, jurisdiction="00007"), days)
    assert sorted((one.position.longitude, one.person) for one in of_ward) in (
        [(106.05, 1), (106.25, 2)],
        [(106.05, 2), (106.25, 1)],
    )


def test_no_pseudonym_leaves_the_database(read, database, policy, now, yesterday, days):
    met(database, case(database, now, policy), [(place(database, now), ANH, yesterday)])
    [one] = read(kept.placed_people, TRACER, days)
    [meeting] = read(kept.meetings, TRACER, read(kept.exposure_venues, TRACER)[0].id)
    for said in (repr(one), repr(meeting)):
        assert ANH.hex not in said.replace("-", "")
        assert UUID.__name__ not in said


def test_only_exposures_that_begin_in_the_span_count(read, database, policy, now, yesterday):
    pho = place(database, now)
    met(database, case(database, now, policy), [(pho, ANH, yesterday), (pho, BINH, now)])
    assert len(read(kept.placed_people, TRACER, Span(yesterday, now))) == 1
    assert len(read(kept.placed_people, TRACER, Span(yesterday, now + timedelta(seconds=1)))) == 2
    [venue] = read(kept.exposure_venues, TRACER, Span(yesterday, now))
    assert (venue.people, venue.exposures) == (1, 1)
    assert read(kept.exposure_venues, TRACER, Span(now - timedelta(days=9), yesterday)) == []
    assert read(kept.newest_exposure, TRACER) == now


def test_closed_cases_and_venues_without_a_place_are_left_out(read, database, policy, now, yesterday, days):
    over = case(database, now, policy)
    met(database, over, [(place(database, now), ANH, yesterday)])
    met(database, case(database, now, policy), [(place(database, now, position=None), BINH, yesterday)])
    assert len(read(kept.placed_people, None, days)) == 1
    with database.writing() as session:
        cases.save(session, closed(over, now=now), policy.zone)
    assert read(kept.placed_people, None, days) == []
    assert read(kept.newest_exposure, None) is None


def test_meetings_of_a_venue_are_in_order_and_name_nobody(read, database, policy, now, yesterday):
    pho = place(database, now)
    met(database, case(database, now, policy), [(pho, ANH, now), (pho, BINH, yesterday)])
    met(database, case(database, now, policy), [(pho, ANH, now), (place(database, now), CHI, now)])
    found = read(kept.meetings, TRACER, pho)
    assert [meeting.span.start for meeting in found] == [yesterday, now, now]
    assert len({meeting.person for meeting in found}) == 2
    assert len({meeting.case for meeting in found}) == 2
    assert read(kept.meetings, replace(TRACER, jurisdiction="00007"), pho) == []


def test_each_question_is_one_query(read, database, policy, now, yesterday, days):
    met(database, case(database, now, policy), [(place(database, now), ANH, yesterday)] * 40)
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_: statements.append(sql))
    read(kept.placed_people, TRACER, days)
    read(kept.exposure_venues, TRACER, days)
    assert len([sql for sql in statements if "exposures" in sql]) == 2
