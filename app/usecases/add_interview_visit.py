"""A tracer enters what a patient remembers."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from app.domain.assurance import Assurance
from app.domain.audit import AuditAction
from app.domain.case_visits import CaseVisit, VisitOrigin
from app.domain.cases import must_be_open
from app.domain.ends import Ends
from app.domain.errors import InputRefused, Problem
from app.domain.ids import CaseId, VenueId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.venues import Venue
from app.store import audit, case_visits, venue_search, venues
from app.store.db import Session
from app.usecases.find_case import find_case


def find_venues(session: Session, text: str) -> list[Venue]:
    """Venues by name, diacritics aside."""
    return venue_search.search(session, text) if text.strip() else []


def add_interview_visit(
    session: Session,
    official: Official,
    case: CaseId,
    venue: VenueId,
    *,
    entered: datetime,
    left: datetime,
    policy: Policy,
    now: datetime,
) -> CaseVisit:
    """Add a remembered visit.

    Raises:
        CaseUnknown, CaseClosed, VenueUnknown.
        InputRefused: the times are in the wrong order, too far apart or in the future.
    """
    must_be_open(find_case(session, case, official))
    venues.get(session, venue)
    if left <= entered:
        raise InputRefused([Problem("left", "order")])
    if left - entered > policy.longest_stay:
        raise InputRefused(
            [Problem("left", "too_long_stay", (("hours", int(policy.longest_stay.total_seconds() // 3600)),))]
        )
    if entered > now:
        raise InputRefused([Problem("day", "future")])
    visit = CaseVisit(
        id=uuid4(),
        case=case,
        origin=VisitOrigin.INTERVIEW,
        venue=venue,
        start=entered,
        ends=Ends.known(left),
        end_assumed=False,
        assurance=Assurance.STAFF,
        added_by=official.id,
    )
    case_visits.add_visits(session, [visit], now=now)
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.VISIT_ADDED,
        case=case,
        detail={"visit": visit.id, "venue": venue},
        now=now,
    )
    return visit
