"""Where and when one trace looks: the case, its visits in its infectious time, and the places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.case_visits import CaseVisit
from app.domain.cases import Case, must_be_open
from app.domain.diseases import Disease
from app.domain.errors import NothingToTrace
from app.domain.ids import CaseId, VenueId
from app.domain.infectious_days import infectious_span
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import Span, local_day
from app.domain.tracing_rules import TracingRule
from app.domain.venues import Venue
from app.science.infectiousness import Curve, curve_of
from app.science.tracing import Spaces
from app.store import case_visits, diseases, venues
from app.store.db import Session
from app.usecases.find_case import find_case
from app.usecases.find_presences import Windows, spaces_of, windows_of


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What a trace knows before it looks at anybody else."""

    case: Case
    illness: Disease
    walked: list[CaseVisit]
    """The case's visits in its infectious time."""
    window: Span
    """Its infectious time."""
    today: date
    rule: TracingRule
    windows: Windows
    places: dict[VenueId, Venue]
    """The venues of the windows and those around them."""
    spaces: Spaces
    curve: Curve


def plan_trace(session: Session, official: Official, case: CaseId, *, policy: Policy, now: datetime) -> Plan:
    """Read the case and its places.

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
    windows = windows_of(walked, illness, policy)
    places = venues.with_parents(session, windows)
    return Plan(
        case=found,
        illness=illness,
        walked=walked,
        window=window,
        today=today,
        rule=policy.tracing_rule,
        windows=windows,
        places=places,
        spaces=spaces_of(session, windows, places),
        curve=curve_of(found.dates, illness, zone=policy.zone, today=today),
    )
