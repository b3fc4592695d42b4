"""A tracer presses *Trace*: who was there with the case? Gather, decide, apply."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.cases import must_be_open
from app.domain.errors import NothingToTrace
from app.domain.ids import CaseId, PersonId
from app.domain.infectious_days import infectious_span
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.science.infectiousness import curve_of
from app.science.rules import exposures_by
from app.store import audit, case_visits, diseases, traces, venues
from app.store.db import Session
from app.store.traces import Trace
from app.usecases.find_case import find_case
from app.usecases.find_doubts import with_doubts
from app.usecases.find_presences import (
    presence_of_case,
    presences_of,
    spaces_of,
    visits_around,
    windows_of,
)
from app.vault.keystore import KeyStore


def trace_case(
    session: Session, official: Official, case: CaseId, *, keys: KeyStore, policy: Policy, now: datetime
) -> Trace:
    """List the co-present people of a case, and keep the list as the case's own copy.

    Raises:
        CaseUnknown, CaseClosed.
        NothingToTrace: the case has no visits in its infectious time.
    """
    found = find_case(session, case, official)
    must_be_open(found)
    illness = diseases.by_slug(session, found.disease)
    today = local_day(now, policy.zone)
    window = infectious_span(found.dates, illness, zone=policy.zone, today=today)
    walked = [v for v in case_visits.visits_of(session, case) if v.longest.overlap(window) is not None]
    if not walked:
        raise NothingToTrace(found.reference)
    windows = windows_of(walked, illness)
    named = with_doubts(session, windows, visits_around(session, windows, keys, policy))
    places = venues.with_parents(session, {*windows, *(visit.venue for visit, _ in named)})

    shared = exposures_by(
        policy.tracing_rule,
        [presence_of_case(visit, window) for visit in walked],
        presences_of(named, places, policy, without={visit.person for visit in walked}),
        illness,
        curve=curve_of(found.dates, illness, zone=policy.zone, today=today),
        spaces=spaces_of(session, windows, places),
        onset=found.dates.onset.day if found.dates.onset else found.dates.sample_on or today,
        today=today,
    )

    number, rule = traces.next_number(session, case), policy.tracing_rule.value
    trace = Trace(uuid4(), case, number, rule, window, found.version, official.id, now)
    traces.add(session, trace, [(PersonId(exposure.who), exposure) for exposure in shared])
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.TRACE_MADE,
        case=case,
        detail={
            "trace": trace.id,
            "visits": len(walked),
            "pseudonyms_opened": len(named),
            "persons": len({exposure.who for exposure in shared}),
        },
        now=now,
    )
    return trace
