"""One trace, two ways: random small cities in the database, visit by visit and over columns."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from app.domain.assurance import Assurance, Flag
from app.domain.case_dates import Onset, checked_dates
from app.domain.case_visits import CaseVisit, VisitOrigin
from app.domain.cases import Classification
from app.domain.corrections import Correction
from app.domain.ends import Ends
from app.domain.ids import CaseId, PersonId, VenueId, ZoneId, new_visit_id
from app.domain.joins import Kind
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.policy import Policy
from app.domain.positions import Position
from app.domain.spans import day_span, days_between, local_day
from app.domain.subjects import Subject
from app.domain.tracing_rules import TracingRule
from app.domain.venue_kinds import VenueKind
from app.domain.visits import Visit
from app.domain.zones import Zone
from app.store import case_visits, exposures, joins, officials, visits, zones
from app.store import city as facts
from app.store.closed_days import rewrite_day
from app.usecases import trace_by_columns
from app.usecases.keep_trace import keep_columns, keep_trace
from app.usecases.plan_trace import Plan, plan_trace
from app.usecases.report_case import report_case
from app.usecases.trace_by_objects import trace_by_objects
from app.vault.pseudonyms import pseudonyms
from tests.usecases.test_case_line import tracer

PEOPLE = [PersonId(UUID(int=n << 64 | 7)) for n in range(1, 15)]
CASE, OTHER_BROWSER = PEOPLE[0], PEOPLE[1]
BAR = OpeningHours(((Hours(17 * 60, 26 * 60),),) * 7)
DAY = OpeningHours(((Hours(6 * 60, 12 * 60), Hours(13 * 60, 22 * 60)),) * 7)
FAR = Position(21.03, 105.85)
ASSURANCES = [*Assurance, Assurance.STATIC, Assurance.STATIC]


@dataclass
class City:
    """Some venues with zones, the people in them, and one case of them."""

    database: object
    keys: object
    now: datetime
    policy: Policy
    official: object
    places: list[VenueId]
    zones: list[ZoneId | None]
    basis: int
    links: dict[date, bytes]
    """Of all days, those that are destroyed too."""

    def visit(self, rng: random.Random, person: PersonId) -> Visit:
        """A visit of the last four days; some are withdrawn, corrected, in company, under a flag, at work."""
        at = self.now - timedelta(milliseconds=rng.randrange(4 * 24 * 3600 * 1000))
        # Many at the same time of few evenings, across midnight too, so that they meet.
        if rng.random() < 0.7:
            evening = self.now.replace(hour=rng.choice([11, 16]), minute=0) - timedelta(
                days=rng.randint(1, 3)
            )
            at = evening + timedelta(milliseconds=rng.randrange(2 * 3600 * 1000))
        place = rng.randrange(len(self.places))
        link = self.links[local_day(at, self.policy.zone)]
        left = None if rng.random() < 0.4 else at + timedelta(minutes=rng.choice([1, 20, 90, 400]))
        companions = rng.choice([0, 0, 0, 2])
        return Visit(
            venue=self.places[place],
            id=new_visit_id(at, rng.getrandbits(74)),
            pseudonym=pseudonyms(link, [person])[0],
            assurance=rng.choice(ASSURANCES),
            received_at=at,
            basis=self.basis,
            zone=rng.choice(self.zones) if place == 0 else None,
            flags=rng.choice([Flag(0), Flag(0), Flag.OFFLINE, Flag.EDITED]),
            left_at=left,
            withdrawn_at=at if rng.random() < 0.1 else None,
            companions=companions,
            children=companions // 2,
            correction=None if left is None or rng.random() < 0.9 else Correction.FORGOT,
        )

    def case(self, rng: random.Random, count: int) -> CaseId:
        """A case with so many visits of its own."""
        case, today = CaseId(uuid4()), local_day(self.now, self.policy.zone)
        with self.database.writing() as session:
            report_case(
                session, self.official, case, Subject("Lê Lan", None, None, "Huế"),
                disease_slug="covid-19", classification=Classification.CONFIRMED,
                dates=checked_dates(Onset(today - timedelta(days=1)), None, None, today=today),
                ward=None, lab_reference=None, keys=self.keys, policy=self.policy, now=self.now,
            )  # fmt: skip
            case_visits.add_visits(session, [self.walked(rng, case) for _ in range(count)], now=self.now)
        return case

    def walked(self, rng: random.Random, case: CaseId) -> CaseVisit:
        """One of the case's own visits."""
        seen = self.visit(rng, CASE)
        ends = [seen.entered_at + timedelta(minutes=m) for m in sorted(rng.choices(range(5, 300), k=3))]
        return CaseVisit(
            uuid4(), case, VisitOrigin.RELEASE, seen.venue, seen.entered_at, Ends(*ends), ends[0] < ends[2],
            seen.assurance, seen.flags, seen.zone, CASE,
        )  # fmt: skip


@pytest.fixture
def found_city(database, keys, now, policy, new_venue) -> Callable[..., City]:
    def found(rng: random.Random, count: int, venues: int = 0) -> City:
        mall = new_venue("Mall", kind=VenueKind.MALL, capacity=900).venue.id
        places = [
            mall,
            new_venue("Shop", kind=VenueKind.SHOP, capacity=1, parent=mall, hours=DAY).venue.id,
            new_venue("Bar", kind=VenueKind.BAR, capacity=4, hours=BAR).venue.id,
            new_venue("Station", kind=VenueKind.STATION, capacity=80, position=FAR).venue.id,
            new_venue("Factory", kind=VenueKind.FACTORY, capacity=80, position=None).venue.id,
            *(new_venue(f"Café {n}", kind=VenueKind.CAFE, capacity=2).venue.id for n in range(venues)),
        ]
        tables = [ZoneId(UUID(int=n << 70 | 1)) for n in (1, 2)]
        official = tracer()
        with database.writing() as session:
            officials.add(session, official, now=now)
            for number, table in enumerate(tables):
                zones.add(session, Zone(table, mall, f"Table {number}", 8))
            basis = facts.basis_id(session, policy.basis, now=now)
            for person in PEOPLE:
                joins.add_person(session, person, today=local_day(now, policy.zone))
            joins.join(session, OTHER_BROWSER, CASE, Kind.BROWSER, now=now)
            joins.join(session, PEOPLE[3], PEOPLE[2], Kind.BROWSER, now=now)
        links = {day: keys.day(day).link for day in keys.days()}
        city = City(database, keys, now, policy, official, places, [None, None, *tables], basis, links)
        with database.writing() as session:
            visits.add(session, [city.visit(rng, rng.choice(PEOPLE)) for _ in range(count)])
        keys.destroy_before(local_day(now, policy.zone) - timedelta(days=3))
        return city

    return found


def by_objects(session, city: City, plan: Plan) -> UUID:
    shared, opened = trace_by_objects(session, plan, keys=city.keys, policy=city.policy)
    return keep_trace(session, city.official, plan, opened, shared, now=city.now).id


def by_columns(session, city: City, plan: Plan) -> UUID:
    gathered = trace_by_columns.gather(session, plan, keys=city.keys, policy=city.policy)
    decided = trace_by_columns.decide(plan, gathered, policy=city.policy)
    rows = trace_by_columns.doubt(session, plan, decided, keys=city.keys, policy=city.policy)
    return keep_columns(session, city.official, plan, gathered.opened, rows, now=city.now).id


def kept(session, trace: UUID) -> list[tuple[object, ...]]:
    """What was kept, in one order, the parts apart."""
    found = [one for _, one in exposures.exposures(session, trace)]
    return sorted(
        ((replace(one, parts=None), one.parts) for one in found),
        key=lambda row: (row[0].who, row[0].span, row[0].venue, str(row[0].zone), repr(row)),
    )


def compare(city: City, case: CaseId, policy: Policy) -> list[tuple[object, ...]]:
    with city.database.writing() as session:
        plan = plan_trace(session, city.official, case, policy=policy, now=city.now)
        expected, found = (kept(session, way(session, city, plan)) for way in (by_objects, by_columns))
    assert [one for one, _ in found] == [one for one, _ in expected]
    for (_, mine), (_, theirs) in zip(found, expected, strict=True):
        assert (mine is None) == (theirs is None)
        for name in ("infectiousness", "through_air", "close_by", "least", "most") if mine else ():
            assert getattr(mine, name) == pytest.approx(getattr(theirs, name), rel=1e-9, abs=1e-12)
    return found


def change_one_of_each(city: City, days: list[date]) -> None:
    """On each day somebody takes a visit back that stands beside others."""
    with city.database.writing() as session:
        for day in days:
            names = pseudonyms(city.links[day], PEOPLE)
            theirs = [one for one in visits.of_pseudonyms(session, names) if one.withdrawn_at is None]
            visits.save(session, replace(theirs[0], withdrawn_at=theirs[0].entered_at, version=2))


def test_days_that_are_over_say_the_same(found_city, postgres, now, policy):
    rng = random.Random(1)
    city, today = found_city(rng, 260), local_day(now, policy.zone)
    case = city.case(rng, 8)
    before = compare(city, case, policy)
    days = days_between(today - timedelta(days=3), today)
    assert all(rewrite_day(postgres, day, policy.zone) for day in days)
    assert compare(city, case, policy) == before
    with postgres.reading() as session:
        plan = plan_trace(session, city.official, case, policy=policy, now=now)
        gathered = trace_by_columns.gather(session, plan, keys=city.keys, policy=policy)
    assert len(gathered.entries)  # else nothing came from beside the visits
    change_one_of_each(city, days)
    assert compare(city, case, policy) != before


def test_columns_and_objects_keep_the_same_exposures(found_city, now, policy):
    rng = random.Random(1)
    city = found_city(rng, 260)
    seen = []
    for rule in (TracingRule.DOSE, TracingRule.OVERLAP):
        for _ in range(6):
            seen += compare(city, city.case(rng, 8), replace(policy, tracing_rule=rule))
    every = [one for one, _ in seen]
    flags = Flag(0)
    for one in every:
        flags |= one.flags
    # Else the comparison would say nothing about what it names.
    assert {*Flag} - {Flag.CLOSED_HOURS} == set(flags)
    assert {parts is None for _, parts in seen} == {True, False}
    assert {one.assurance for one in every} == {*Assurance}
    assert any(one.on_shift for one in every)
    assert any(one.assumed for one in every)
    assert any(one.zone for one in every)
    assert any(one.children for one in every)
    assert {*PEOPLE[:2], PEOPLE[3]}.isdisjoint(one.who for one in every)
    assert any(
        local_day(one.span.start, policy.zone) != local_day(one.span.end, policy.zone) for one in every
    )
    assert all(
        local_day(one.span.end, policy.zone) >= local_day(now, policy.zone) - timedelta(days=3)
        for one in every
    )


@pytest.mark.parametrize("local_hour", [20, 23])
def test_a_stay_ends_where_its_person_goes_on(found_city, now, policy, local_hour):
    # PEOPLE[3] is PEOPLE[2] in another browser. From 23:40 on it is the next day, under other pseudonyms.
    city = found_city(random.Random(4), 0)
    day = local_day(now, policy.zone) - timedelta(days=2)
    at = day_span(day, policy.zone).start + timedelta(hours=local_hour, minutes=20)
    bar, station = city.places[2], city.places[3]

    def visit(person: PersonId, venue: VenueId, minute: int) -> Visit:
        entered = at + timedelta(minutes=minute)
        hidden = pseudonyms(city.links[local_day(entered, policy.zone)], [person])[0]
        return Visit(
            venue,
            new_visit_id(entered, minute),
            hidden,
            Assurance.STATIC,
            received_at=entered,
            basis=city.basis,
        )

    with city.database.writing() as session:
        visits.add(session, [visit(PEOPLE[2], bar, 0), visit(PEOPLE[3], station, 45)])
        visits.add(session, [visit(PEOPLE[4], bar, 1), visit(PEOPLE[5], station, 46)])
        visits.add(session, [visit(PEOPLE[6], bar, 2), visit(PEOPLE[6], station, 47)])
    case = city.case(random.Random(4), 0)
    start = at + timedelta(minutes=60)
    with city.database.writing() as session:
        walked = CaseVisit(
            uuid4(), case, VisitOrigin.RELEASE, bar, start, Ends.known(start + timedelta(minutes=50)), False,
            Assurance.STATIC, Flag(0), None, CASE,
        )  # fmt: skip
        case_visits.add_visits(session, [walked], now=now)
    found = compare(city, case, policy)
    # One guest of the bar may still have been there; the other two had gone.
    assert {one.who for one, _ in found} == {PEOPLE[4]}


@contextmanager
def counted(database):
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


def test_a_trace_takes_as_many_statements_however_much_there_is(found_city):
    rng = random.Random(2)
    city = found_city(rng, 800, venues=40)
    taken, sizes = [], []
    for visits_of_case in (20, 200):
        case = city.case(rng, visits_of_case)
        with counted(city.database) as statements, city.database.writing() as session:
            plan = plan_trace(session, city.official, case, policy=city.policy, now=city.now)
            by_columns(session, city, plan)
        taken.append(len(statements))
        sizes.append((len(plan.windows), len(plan.walked)))
    assert sizes[0][0] * 2 < sizes[1][0]
    assert taken[0] == taken[1]
