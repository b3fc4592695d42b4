"""An official corrects when the illness of a case began."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.case_dates import Dates
from app.domain.cases import Case, corrected
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.store import audit, cases
from app.store.db import Session
from app.usecases.find_case import find_case


def correct_dates(
    session: Session, official: Official, case: CaseId, dates: Dates, *, policy: Policy, now: datetime
) -> Case:
    """Correct when the illness began; the next trace uses the new dates.

    Raises:
        CaseUnknown, CaseClosed.
    """
    before = find_case(session, case, official)
    after = corrected(before, dates)
    if after != before:
        cases.save(session, after, policy.zone)
        audit.record(session, actor=official.id, action=AuditAction.CASE_CHANGED, case=case, now=now)
    return after
