"""A tracer takes a visit out of a case when it turned out to be wrong."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.domain.audit import AuditAction
from app.domain.cases import must_be_open
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.store import audit, case_visits
from app.store.db import Session
from app.usecases.find_case import find_case


def remove_visit(session: Session, official: Official, case: CaseId, visit: UUID, *, now: datetime) -> None:
    """Take a visit out of the case; the next trace leaves it out. A repeat changes nothing.

    Raises:
        CaseUnknown, CaseClosed.
    """
    must_be_open(find_case(session, case, official))
    if case_visits.remove_visits(session, case, visit=visit, now=now):
        audit.record(
            session,
            actor=official.id,
            action=AuditAction.VISIT_REMOVED,
            case=case,
            detail={"visit": visit},
            now=now,
        )
