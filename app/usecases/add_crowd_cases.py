"""Somebody who measures adds cases to a crowd: people who were out often, with their visits released."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from app.domain.case_dates import Onset, Precision, checked_dates
from app.domain.case_visits import CaseVisit, VisitOrigin
from app.domain.cases import Classification
from app.domain.errors import NoVisitsHere
from app.domain.ids import CaseId, PersonId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.roles import Role
from app.domain.spans import local_day
from app.domain.stays import Stay
from app.domain.subjects import Subject
from app.simulation.crowd import Crowd, person_ids, persons_out
from app.store import case_visits
from app.store.bulk import batched
from app.store.db import Database, Session
from app.usecases.crowd_places import uuids
from app.usecases.demo_officials import demo_official
from app.usecases.find_stays import stays_of
from app.usecases.report_case import report_case
from app.vault.keystore import KeyStore

_CASES_AT_ONCE: Final = 100
_VISITS_A_DAY: Final = 4.3
"""About sixty in a fortnight."""
_DISEASE: Final = "covid-19"
_INFECTIOUS_FROM: Final = 6
"""Days by which an onset known to two days lies after the first infectious day of that profile."""


def add_crowd_cases(
    database: Database, keys: KeyStore, crowd: Crowd, count: int, *, policy: Policy, now: datetime
) -> list[CaseId]:
    """Report so many cases of persons with about sixty visits in a fortnight, and copy their stays.

    The infectious time of each begins on the crowd's first day and lasts up to 17 days: nothing of a
    fortnight is left out. Returns the cases in order of their persons; on a crowd of a day or two they are
    fewer, because not everybody was out.
    """
    persons = [PersonId(who) for who in uuids(person_ids(crowd, persons_out(crowd, _VISITS_A_DAY, count)))]
    with database.writing() as session:
        official = demo_official(session, Role.TRACER, now)
    found: list[CaseId] = []
    for some in batched(persons, _CASES_AT_ONCE):
        with database.writing() as session:
            for who in some:
                with suppress(NoVisitsHere):
                    found.append(_add(session, official, crowd, who, keys, policy, now))
    return found


def _add(
    session: Session,
    official: Official,
    crowd: Crowd,
    person: PersonId,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> CaseId:
    case, today = CaseId(uuid4()), local_day(now, policy.zone)
    stays, _ = stays_of(session, [person], crowd.first_day, crowd.calendar[-1], keys=keys, policy=policy)
    onset = Onset(min(crowd.first_day + timedelta(days=_INFECTIOUS_FROM), today), Precision.DAYS)
    report_case(
        session,
        official,
        case,
        Subject(f"Người {person.hex[:8]}", None, None, "Thành phố Hồ Chí Minh"),
        disease_slug=_DISEASE,
        classification=Classification.CONFIRMED,
        dates=checked_dates(onset, None, None, today=today),
        ward=None,
        lab_reference=None,
        keys=keys,
        policy=policy,
        now=now,
    )
    case_visits.add_visits(session, [_visit(case, person, stay) for stay in stays], now=now)
    return case


def _visit(case: CaseId, person: PersonId, stay: Stay) -> CaseVisit:
    return CaseVisit(
        id=uuid4(),
        case=case,
        origin=VisitOrigin.RELEASE,
        venue=stay.venue,
        start=stay.start,
        ends=stay.ends,
        end_assumed=stay.end_assumed,
        assurance=stay.assurance,
        flags=stay.flags,
        person=person,
    )
