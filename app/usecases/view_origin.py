"""An official looks backward from a case: where it may have been infected, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from app.domain.case_visits import CaseVisit
from app.domain.cases import Case
from app.domain.diseases import Disease
from app.domain.ids import CaseId, VenueId
from app.domain.infectious_days import infected_days, onset_days
from app.domain.infector_decisions import InfectorDecision
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.retention import first_kept_day
from app.domain.spans import Span, day_span, local_day
from app.domain.subjects import Subject
from app.domain.venues import Venue
from app.science.infectors import Impossible
from app.science.sideward import Gathering, likely_gatherings
from app.science.tracing import Exposure
from app.store import cases, diseases, officials, subjects, venues
from app.store.db import Session
from app.usecases.case_file import opened_subject
from app.usecases.find_case import find_case
from app.usecases.find_event import lies_in, wards_of
from app.usecases.weigh_infectors import Weighed, weigh_infectors
from app.vault.keystore import KeyStore

GATHERINGS = 12
"""So many visits are shown at most."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One case that met this one."""

    case: Case
    weight: float
    """That it infected this one, among all candidates and somebody unknown, whatever an official said."""
    apart: int
    """Days from its onset to this one's; negative where it fell ill later."""
    exposures: list[Exposure]
    reasons: Impossible


@dataclass(frozen=True, slots=True)
class OriginView:
    """Everything that the page shows."""

    case: Case
    disease: Disease
    subject: Subject
    infected: tuple[date, date]
    """The backward window."""
    gatherings: list[Gathering[CaseVisit]]
    """The case's visits in it, the likeliest first; shares add up to one."""
    open_to_event: set[VenueId]
    """Where the official may open an event."""
    kept_from: date
    """The oldest day on which an event can be traced."""
    likely: list[Candidate]
    impossible: list[Candidate]
    unknown: float
    """That it was somebody who is none of these."""
    venues: dict[VenueId, Venue]
    decision: InfectorDecision | None
    decided_by: Official | None
    named: Case | None
    """The infector of the decision in force, where the official may know of that case."""


def view_origin(
    session: Session, official: Official, case: CaseId, *, keys: KeyStore, policy: Policy, now: datetime
) -> OriginView:
    """The page of a case's origin.

    Raises:
        CaseUnknown: none, or another jurisdiction's.
    """
    found = find_case(session, case, official)
    illness = diseases.by_slug(session, found.disease)
    today = local_day(now, policy.zone)
    weighed = weigh_infectors(session, official, illness, also=found, policy=policy, now=now)
    gatherings = _gatherings(found, weighed.visits.get(case, []), illness, policy, today)
    likely, impossible, unknown = _candidates(weighed, case)
    decision = weighed.decisions.get(case)
    places = {gathering.venue.venue for gathering in gatherings}
    places |= {exposure.venue for one in (*likely, *impossible) for exposure in one.exposures}
    known = venues.by_ids(session, places)
    wards = wards_of(session, official)
    return OriginView(
        case=found,
        disease=illness,
        subject=opened_subject(subjects.get(session, found.subject), keys),
        infected=infected_days(found.dates, illness, today=today),
        gatherings=gatherings,
        open_to_event={venue.id for venue in known.values() if lies_in(venue, wards)},
        kept_from=first_kept_day(policy, now=now),
        likely=likely,
        impossible=impossible,
        unknown=unknown,
        venues=known,
        decision=decision,
        decided_by=None if decision is None else officials.get(session, decision.decided_by),
        named=_named(session, official, decision),
    )


def _gatherings(
    case: Case, visits: list[CaseVisit], illness: Disease, policy: Policy, today: date
) -> list[Gathering[CaseVisit]]:
    first, last = onset_days(case.dates, illness, today=today)
    return likely_gatherings(
        Span(day_span(first, policy.zone).start, day_span(last, policy.zone).end),
        [(visit, visit.span) for visit in visits],
        incubation=illness.incubation,
        window=illness.incubation_window,
        most=GATHERINGS,
    )


def _candidates(weighed: Weighed, case: CaseId) -> tuple[list[Candidate], list[Candidate], float]:
    """Likely ones by weight, impossible ones by onset, and what is left to somebody unknown."""
    place, pairs = weighed.place[case], weighed.infectors
    likely: list[Candidate] = []
    impossible: list[Candidate] = []
    for row in np.flatnonzero(pairs.infected == place).tolist():
        other, reasons = weighed.cases[pairs.infector[row]], Impossible(int(pairs.reasons[row]))
        candidate = Candidate(
            case=other,
            weight=float(pairs.weight[row]),
            apart=_apart(other, weighed.cases[place]),
            exposures=weighed.met.get((int(pairs.infector[row]), place), []),
            reasons=reasons,
        )
        (impossible if reasons else likely).append(candidate)
    impossible.sort(key=lambda one: (-one.apart, one.case.reference))
    return likely, impossible, float(pairs.unknown[place])


def _apart(infector: Case, infected: Case) -> int:
    days = [
        case.dates.onset.day if case.dates.onset else case.dates.sample_on for case in (infector, infected)
    ]
    first, second = days
    return 0 if first is None or second is None else (second - first).days


def _named(session: Session, official: Official, decision: InfectorDecision | None) -> Case | None:
    if decision is None or decision.infector is None:
        return None
    found = cases.get(session, decision.infector)
    return found if official.covers(found.jurisdiction) else None
