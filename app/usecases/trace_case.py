"""A tracer presses *Trace*: who was there with the case? Gather, decide, apply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.cases import CaseVisit, infectious_span, must_be_open
from app.domain.diseases import Disease, disease
from app.domain.errors import NothingToTrace
from app.domain.ids import CaseId, PersonId, Pseudonym, VenueId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import Span, local_day
from app.domain.stays import stays
from app.domain.visits import Visit
from app.science.tracing import RULE, Presence, exposures, tail_of
from app.store import audit, cases, traces, venues, visits
from app.store.db import Session
from app.store.traces import Trace
from app.usecases.report_case import find_case
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import persons


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
    walked = [v for v in cases.visits_of(session, case) if v.span.overlap(window) is not None]
    if not walked:
        raise NothingToTrace(found.reference)
    nearby = visits.at_venues(session, _windows(walked, illness), longest_stay=policy.longest_stay)
    # A stay without a check-out ends with the next entry elsewhere, so that must be known too.
    unended = {visit.pseudonym for visit in nearby if visit.left_at is None}
    everywhere = {visit.id: visit for visit in [*nearby, *visits.of_pseudonyms(session, unended)]}
    named = _named(everywhere.values(), keys, policy)
    others = _presences(session, named, {v.person for v in walked}, policy)

    shared = exposures([_of_case(visit, window) for visit in walked], others, illness)

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


def undo_trace(session: Session, official: Official, case: CaseId, *, now: datetime) -> None:
    """Put the newest trace aside; the one before it is in force again. Decisions about people stay.

    Raises:
        CaseUnknown, CaseClosed.
        NothingToTrace: there is no trace to undo.
    """
    found = find_case(session, case, official)
    must_be_open(found)
    made = traces.of_case(session, case)
    if not made:
        raise NothingToTrace(found.reference)
    traces.undo(session, made[0].id, now=now)
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.TRACE_UNDONE,
        case=case,
        detail={"trace": made[0].id},
        now=now,
    )


def _windows(walked: Iterable[CaseVisit], illness: Disease) -> dict[VenueId, Span]:
    """For each venue the time from the case's first entry to the end of its last tail."""
    found: dict[VenueId, Span] = {}
    for visit in walked:
        span = visit.span.extended(tail_of(illness))
        there = found.get(visit.venue, span)
        found[visit.venue] = Span(min(there.start, span.start), max(there.end, span.end))
    return found


def _named(nearby: Iterable[Visit], keys: KeyStore, policy: Policy) -> list[tuple[Visit, PersonId]]:
    """The person behind each visit, each day's pseudonyms opened in one pass; destroyed days stay closed."""
    of_day: dict[date, list[Visit]] = {}
    for visit in nearby:
        of_day.setdefault(local_day(visit.entered_at, policy.zone), []).append(visit)
    named: list[tuple[Visit, PersonId]] = []
    for day, theirs in of_day.items():
        if keys.has(day):
            people = persons(keys.day(day).link, [visit.pseudonym for visit in theirs])
            named += zip(theirs, people, strict=True)
    return named


def _presences(
    session: Session, named: list[tuple[Visit, PersonId]], own: set[PersonId | None], policy: Policy
) -> list[Presence]:
    """Everybody's stays but the case's own, under the person's name so that days add up."""
    theirs = [
        # One name over all days, so that a stay across midnight is one stay.
        replace(visit, pseudonym=Pseudonym(person))
        for visit, person in named
        if person not in own
    ]
    places = venues.with_parents(session, {visit.venue for visit in theirs})
    return [
        Presence(s.pseudonym, s.venue, s.zone, s.span, s.end_assumed, s.assurance, s.flags)
        for s in stays(theirs, places, policy)
    ]


def _of_case(visit: CaseVisit, window: Span) -> Presence:
    inside = visit.span.overlap(window)
    assert inside is not None  # noqa: S101 - `walked` holds only visits that reach into the window
    return Presence(
        visit.case, visit.venue, visit.zone, inside, visit.end_assumed, visit.assurance, visit.flags
    )
