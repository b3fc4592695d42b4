"""The cases of a demo city, reported as an official would: by the same use cases, as the story goes."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

import numpy as np

from app.domain.cases import Classification, Onset, Precision, checked_dates
from app.domain.contacts import Standing
from app.domain.errors import CaseClosed, NothingToTrace, NoVisitsHere
from app.domain.ids import CaseId, PersonId
from app.domain.officials import Official
from app.domain.people import ContactDetails
from app.domain.policy import Policy
from app.domain.roles import Role
from app.domain.spans import local_day
from app.domain.subjects import Subject
from app.simulation.city import City
from app.simulation.columns import moment
from app.simulation.scans import Scans
from app.store import people
from app.store.db import Database, Session
from app.usecases.decide_contact import decide_contacts
from app.usecases.demo_ids import device_of, person_id
from app.usecases.issue_release_code import issue_release_code
from app.usecases.manage_officials import demo_official
from app.usecases.release_visits import release_visits
from app.usecases.report_case import close_case, report_case
from app.usecases.trace_case import trace_case
from app.usecases.view_case import view_case
from app.vault.keystore import KeyStore
from app.vault.sealing import seal

_TRACED: Final = 40
"""So many of the newest cases have visits and a trace; the older ones are only counted."""
_DECIDED: Final = 8
_OPEN_FOR: Final = timedelta(days=14)
_LEAVES_DETAILS: Final = 3
"""Every so manieth phone leaves no contact details."""


def seal_contacts(session: Session, city: City, scans: Scans, keys: KeyStore, policy: Policy) -> None:
    """Contact details of most people who scanned, sealed to the day of their last scan."""
    newest = {person: row for row, person in enumerate(scans.person.tolist())}
    people.add_contacts(
        session,
        (
            _sealed(city, person, local_day(moment(int(scans.entered[row])), policy.zone), keys)
            for person, row in newest.items()
            if city.residents.phones[person] is not None and person % _LEAVES_DETAILS
        ),
    )


def _sealed(city: City, person: int, day: date, keys: KeyStore) -> tuple[PersonId, date, bytes]:
    details = ContactDetails(city.residents.names[person], city.residents.phones[person] or "")
    who = person_id(city.seed, person)
    return who, day, seal(details, keys.day(day).sealing.public_key(), who, day)


def add_cases(
    database: Database, city: City, keys: KeyStore, *, since: datetime, policy: Policy, now: datetime
) -> int:
    """Report what the story reported after `since` and up to now; returns how many cases."""
    with database.writing() as session:
        official = demo_official(session, Role.TRACER, now)
    cases = city.infections
    reported = [
        row
        for row in np.argsort(cases.reported_at, kind="stable").tolist()
        if cases.reported_at[row] >= 0 and since < moment(int(cases.reported_at[row])) <= now
    ]
    for number, row in enumerate(reported):
        with database.writing() as session:
            from_newest = len(reported) - 1 - number
            _add_case(session, city, row, official, from_newest, keys=keys, policy=policy, now=now)
    return len(reported)


def _add_case(
    session: Session,
    city: City,
    row: int,
    official: Official,
    from_newest: int,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> None:
    cases, residents = city.infections, city.residents
    person, at = int(cases.person[row]), moment(int(cases.reported_at[row]))
    today = local_day(at, policy.zone)
    ward = city.wards[int(residents.ward[person])]
    subject = Subject(
        residents.names[person],
        residents.phones[person],
        today.year - int(residents.age[person]),
        f"{ward.full_name}, Thành phố Hồ Chí Minh",
    )
    sample = local_day(moment(int(cases.tested_at[row])), policy.zone)
    onset = None
    if cases.onset_at[row] >= 0:
        precision = Precision.DAYS if row % 5 == 0 else Precision.DAY
        onset = Onset(min(local_day(moment(int(cases.onset_at[row])), policy.zone), today), precision)
    case = CaseId(uuid4())
    report_case(
        session,
        official,
        case,
        subject,
        disease_slug="covid-19",
        classification=Classification.CONFIRMED,
        dates=checked_dates(onset, sample, sample, today=today),
        ward=ward.code,
        lab_reference=f"XN-{row:05d}",
        keys=keys,
        policy=policy,
        now=at,
    )
    if from_newest < _TRACED:
        with suppress(NoVisitsHere, NothingToTrace, CaseClosed):
            _trace(session, official, case, city, person, from_newest, keys=keys, policy=policy, now=at)
    if now - at > _OPEN_FOR:
        close_case(session, official, case, policy=policy, now=at + _OPEN_FOR)


def _trace(
    session: Session,
    official: Official,
    case: CaseId,
    city: City,
    person: int,
    from_newest: int,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> None:
    """Visits by release code, a trace, and for the newest cases the first decisions."""
    issued = issue_release_code(session, official, case, keys=keys, policy=policy, now=now)
    release_visits(
        session,
        issued.code,
        device_of(city.seed, person),
        not_mine=set(),
        missing="",
        keys=keys,
        policy=policy,
        now=now,
    )
    trace_case(session, official, case, keys=keys, policy=policy, now=now)
    if 0 < from_newest < _DECIDED:
        listed = view_case(session, official, case, keys=keys).listed
        nearest = [PersonId(p.who) for p in listed[:3]]
        decide_contacts(
            session,
            official,
            case,
            nearest,
            standing=Standing.CONTACT,
            reason="Cùng chỗ lâu nhất",
            keys=keys,
            now=now,
        )
