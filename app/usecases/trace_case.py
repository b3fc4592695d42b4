"""A tracer presses *Trace*: who was there with the case? Gather, decide, apply."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.cases import must_be_open
from app.domain.diseases import disease
from app.domain.errors import NothingToTrace
from app.domain.ids import CaseId, PersonId
from app.domain.infectious_days import infectious_span
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.science.tracing import RULE, exposures
from app.store import audit, case_visits, traces, visits
from app.store.db import Session
from app.store.traces import Trace
from app.usecases.find_case import find_case
from app.usecases.find_presences import named_visits, presence_of_case, presences_of_others, windows_of
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
    illness = disease(found.disease)
    window = infectious_span(found.dates, illness, zone=policy.zone, today=local_day(now, policy.zone))
    walked = [v for v in case_visits.visits_of(session, case) if v.span.overlap(window) is not None]
    if not walked:
        raise NothingToTrace(found.reference)
    nearby = visits.at_venues(session, windows_of(walked, illness), longest_stay=policy.longest_stay)
    # A stay without a check-out ends with the next entry elsewhere, so that must be known too.
    unended = {visit.pseudonym for visit in nearby if visit.left_at is None}
    everywhere = {visit.id: visit for visit in [*nearby, *visits.of_pseudonyms(session, unended)]}
    named = named_visits(everywhere.values(), keys, policy)
    others = presences_of_others(session, named, {v.person for v in walked}, policy)

    shared = exposures([presence_of_case(visit, window) for visit in walked], others, illness)

    trace = Trace(
        uuid4(), case, traces.next_number(session, case), RULE, window, found.version, official.id, now
    )
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
