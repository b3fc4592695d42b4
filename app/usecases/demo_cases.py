"""The cases of a demo city, reported as an official would: by the same use cases, as the story goes."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

import numpy as np

from app.domain.case_dates import Onset, Precision, checked_dates
from app.domain.cases import Classification
from app.domain.errors import CaseClosed, NothingToTrace, NoVisitsHere
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.roles import Role
from app.domain.spans import local_day
from app.domain.subjects import Subject
from app.simulation.city import City
from app.simulation.columns import moment
from app.store.db import Database, Session
from app.usecases.close_case import close_case
from app.usecases.demo_officials import demo_official
from app.usecases.report_case import report_case
from app.usecases.trace_demo_case import trace_demo_case
from app.vault.keystore import KeyStore

_TRACED: Final = 40
"""So many of the newest cases have visits and a trace; the older ones are only counted."""
_OPEN_FOR: Final = timedelta(days=14)


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
            trace_demo_case(
                session, official, case, city, person, from_newest, keys=keys, policy=policy, now=at
            )
    if now - at > _OPEN_FOR:
        close_case(session, official, case, policy=policy, now=at + _OPEN_FOR)
