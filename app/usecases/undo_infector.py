"""An official puts aside what was last said about who infected a case."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.cases import must_be_open
from app.domain.errors import NothingDecided
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.store import audit, infector_decisions
from app.store.db import Session
from app.usecases.find_case import find_case


def undo_infector(session: Session, official: Official, case: CaseId, *, now: datetime) -> None:
    """Put the decision in force aside; the one before it is in force again, or the weights are.

    Raises:
        CaseUnknown, CaseClosed.
        NothingDecided: there is none.
    """
    found = find_case(session, case, official)
    must_be_open(found)
    decision = infector_decisions.in_force(session, [case]).get(case)
    if decision is None:
        raise NothingDecided(found.reference)
    infector_decisions.undo(session, decision.id, now=now)
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.INFECTOR_UNDONE,
        case=case,
        detail={"decision": decision.id},
        now=now,
    )
