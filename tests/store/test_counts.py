from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.domain.assurance import Assurance, Flag
from app.domain.case_dates import Dates
from app.domain.cases import Case, Classification, closed
from app.domain.counts import DayCount
from app.domain.ids import CaseId, OfficialId, PersonId, VenueId
from app.domain.officials import Official
from app.domain.opening_hours import OpeningHours
from app.domain.positions import Position
from app.domain.registrations import register
from app.domain.roles import Role
from app.domain.spans import Span
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.domain.windows import Window
from app.science.tracing import Exposure
from app.store import cases, counts, exposure_venues, imports, officials, subjects, traces, venues
from app.store.subjects import SealedSubject
from app.store.traces import Trace

DAY = date(2026, 11, 20)
WEEK = Window(date(2026, 11, 16), date(2026, 11, 22))


@pytest.fixture
def official(database, now):
    one = Official(OfficialId(uuid4()), "tracer", "Trần Văn Đức", Role.TRACER, None)
    with database.writing() as session:
        officials.add(session, one, now=now)
    return one


@pytest.fixture
def new_case(database, official, policy, now):
    def make(ward="00004", day=DAY, **changed):
        subject = SealedSubject(uuid4(), None, b"sealed", b"name", None)
        case = Case(
            CaseId(uuid4()),
            uuid4().hex[:12],
            subject.id,
            "covid-19",
            Classification.CONFIRMED,
            Dates(None, day, None),
            None,
            ward,
            None,
            official.id,
            now,
        )
        case = replace(case, **changed)
        with database.writing() as session:
            subjects.add(session, subject, now=now)
            cases.add(session, case, policy.zone)
        return case

    return make


def test_confirmed_cases_are_counted_by_ward_and_day(database, new_case):
    new_case()
    new_case()
    new_case(ward=None)
    new_case(day=date(2026, 11, 10))
    new_case(disease="measles")
    new_case(classification=Classification.SUSPECTED)
    with database.reading() as session:
        assert counts.of_case_files(session, "covid-19", WEEK) == {("00004", DAY): 2, ("", DAY): 1}
        assert counts.days(session) == {"covid-19": (date(2026, 11, 10), DAY), "measles": (DAY, DAY)}


def test_the_newest_import_replaces_and_names_itself(database, now):
    with database.writing() as session:
        first = imports.add(session, "case-counts", "1.csv", bytes(32), 2, now=now)
        counts.save(session, "covid-19", [DayCount("00004", DAY, 3), DayCount("00007", DAY, 1)], first.id)
        second = imports.add(session, "case-counts", "2.csv", bytes(32), 1, now=now)
        counts.save(session, "covid-19", [DayCount("00004", DAY, 0)], second.id)
    with database.reading() as session:
        found, sources = counts.imported(session, "covid-19", WEEK)
        assert found == {("00004", DAY): 0, ("00007", DAY): 1}
        assert [i.source for i in imports.by_ids(session, sources)] == ["1.csv", "2.csv"]
        assert counts.imported(session, "covid-19", WEEK.moved(-1)) == ({}, set())


@pytest.fixture
def new_trace(database, official, now):
    numbers: dict[CaseId, int] = {}

    def make(case, venue, *people):
        numbers[case.id] = numbers.get(case.id, 0) + 1
        span = Span(now - timedelta(hours=2), now - timedelta(hours=1))
        trace = Trace(uuid4(), case.id, numbers[case.id], "overlap", span, 1, official.id, now)
        found = [
            (
                PersonId(person),
                Exposure(
                    person, venue, None, span, span.length, timedelta(), False, Assurance.STATIC, Flag(0)
                ),
            )
            for person in people
        ]
        with database.writing() as session:
            traces.add(session, trace, found)
        return trace

    return make


HERE = Position(10.05, 106.05)


def place(database, now, position=HERE) -> VenueId:
    registration = register(
        name="Phở Hòa Pasteur",
        address="260C Pasteur",
        kind=VenueKind.RESTAURANT,
        capacity=80,
        hours=OpeningHours(),
        position=position,
    )
    venue = Venue(VenueId(uuid4()), registration, None, VenueState.OPEN, now, None)
    with database.writing() as session:
        venues.add(session, venue)
    return venue.id


def test_exposure_venues_come_from_the_traces_in_force_of_open_cases(
    database, official, new_case, new_trace, policy, now
):
    pho, market, nowhere = place(database, now), place(database, now), place(database, now, None)
    anh, binh, chi = uuid4(), uuid4(), uuid4()
    first, second = new_case(), new_case(jurisdiction="00007")
    new_trace(first, pho, anh, binh)
    new_trace(second, pho, binh, chi)
    new_trace(second, nowhere, anh)  # the newest trace of this case: the one before is no longer in force
    undone = new_trace(first, market, anh)
    with database.writing() as session:
        traces.undo(session, undone.id, now=now)

    def seen(by):
        with database.reading() as session:
            return [
                (v.id, v.people, v.cases) for v in exposure_venues.exposure_venues(session, "covid-19", by)
            ]

    assert seen(official) == [(pho, 2, 1)]
    new_trace(second, pho, binh, chi)
    assert seen(official) == [(pho, 3, 2)]
    assert seen(replace(official, jurisdiction="00007")) == [(pho, 2, 1)]
    assert seen(replace(official, jurisdiction="00004")) == []
    with database.writing() as session:
        cases.save(session, closed(first, now=now), policy.zone)
    assert seen(official) == [(pho, 2, 1)]
