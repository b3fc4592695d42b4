"""An official closes a case."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.cases import Case, closed
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.store import audit, cases
from app.store.db import Session
from app.usecases.find_case import find_case


def close_case(session: Session, official: Official, case: CaseId, *, policy: Policy, now: datetime) -> Case:
    """End the work on a case: its own copies and its key live on for 28 days.

    Raises:
        CaseUnknown: none, or another jurisdiction's.
    """
    before = find_case(session, case, official)
    after = closed(before, now=now)
    if after != before:
        cases.save(session, after, policy.zone)
        audit.record(session, actor=official.id, action=AuditAction.CASE_CLOSED, case=case, now=now)
    return after
