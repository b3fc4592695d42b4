"""Traced cases of a made-up city: who met whom, where and when, without anybody having walked there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from app.domain.assurance import Assurance, Flag
from app.domain.case_dates import Dates
from app.domain.cases import Case, Classification
from app.domain.ids import CaseId, OfficialId, PersonId, VenueId
from app.domain.officials import Official
from app.domain.opening_hours import OpeningHours
from app.domain.policy import Policy
from app.domain.positions import Position
from app.domain.registrations import register
from app.domain.roles import Role
from app.domain.spans import Span
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.science.tracing import Exposure
from app.store import cases, officials, subjects, traces, venues
from app.store.db import Database
from app.store.subjects import SealedSubject
from app.store.traces import Trace

TRACER = Official(OfficialId(uuid4()), "tracer", "Trần Văn Đức", Role.TRACER, None)


def city_of_one(database: Database, now: datetime) -> None:
    """An official whose name stands behind everything."""
    with database.writing() as session:
        officials.add(session, TRACER, now=now)


def place(database: Database, now: datetime, longitude: float = 106.05, **changed: object) -> VenueId:
    """A venue with a place, or None for `position`."""
    values = {
        "name": "Phở Hòa Pasteur",
        "address": "260C Pasteur",
        "kind": VenueKind.RESTAURANT,
        "capacity": 80,
        "hours": OpeningHours(),
        "position": Position(10.05, longitude),
    }
    ward = changed.pop("ward", None)
    venue = Venue(VenueId(uuid4()), register(**values | changed), None, VenueState.OPEN, now, ward)
    with database.writing() as session:
        venues.add(session, venue)
    return venue.id


def case(database: Database, now: datetime, policy: Policy, **changed: object) -> Case:
    """An open case."""
    subject = SealedSubject(uuid4(), None, b"sealed", b"name", None)
    made = Case(
        CaseId(uuid4()),
        uuid4().hex[:12],
        subject.id,
        "covid-19",
        Classification.CONFIRMED,
        Dates(None, date(2026, 11, 20), None),
        None,
        "00004",
        None,
        TRACER.id,
        now,
    )
    made = replace(made, **changed)
    with database.writing() as session:
        subjects.add(session, subject, now=now)
        cases.add(session, made, policy.zone)
    return made


def met(
    database: Database, of: Case, meetings: Iterable[tuple[VenueId, UUID, datetime]], number: int = 1
) -> Trace:
    """A trace of the case: at each venue each person from that time on for half an hour."""
    listed = list(meetings)
    span = Span(min(at for *_, at in listed), max(at for *_, at in listed) + timedelta(hours=1))
    trace = Trace(uuid4(), of.id, number, "overlap", span, 1, TRACER.id, of.reported_at)
    found = [(PersonId(person), _exposure(person, venue, at)) for venue, person, at in listed]
    with database.writing() as session:
        traces.add(session, trace, found)
    return trace


def _exposure(person: UUID, venue: VenueId, at: datetime) -> Exposure:
    half_an_hour = timedelta(minutes=30)
    return Exposure(
        PersonId(person),
        venue,
        None,
        Span(at, at + half_an_hour),
        half_an_hour,
        timedelta(),
        False,
        Assurance.STATIC,
        Flag(0),
    )
