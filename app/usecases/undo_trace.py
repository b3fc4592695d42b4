"""A tracer puts the newest trace of a case aside."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.cases import must_be_open
from app.domain.errors import NothingToTrace
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.store import audit, traces
from app.store.db import Session
from app.usecases.find_case import find_case


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
