"""What officials said about who infected whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.domain.ids import CaseId, OfficialId
from app.domain.infector_decisions import InfectorDecision
from app.store.bulk import batched
from app.store.tables import InfectorDecisionRow

_CASES_A_QUERY = 5000


def add(session: Session, decision: InfectorDecision) -> None:
    """Keep a new decision; those before it stay."""
    session.add(
        InfectorDecisionRow(
            id=decision.id,
            case=decision.case,
            infector=decision.infector,
            reason=decision.reason,
            decided_by=decision.decided_by,
            decided_at=decision.decided_at,
        )
    )
    session.flush()


def undo(session: Session, decision: UUID, *, now: datetime) -> None:
    """Put a decision aside; the one before it is in force again."""
    row = session.get_one(InfectorDecisionRow, decision)
    row.undone_at = row.undone_at or now
    session.flush()


def in_force(session: Session, cases: Iterable[CaseId]) -> dict[CaseId, InfectorDecision]:
    """The newest decision about each of these cases that is not undone."""
    found: dict[CaseId, InfectorDecision] = {}
    for some in batched(cases, _CASES_A_QUERY):
        rows = session.exec(
            select(InfectorDecisionRow)
            .where(col(InfectorDecisionRow.case).in_(some), col(InfectorDecisionRow.undone_at).is_(None))
            .order_by(col(InfectorDecisionRow.decided_at), col(InfectorDecisionRow.id))
        )
        found |= {CaseId(row.case): _decision(row) for row in rows}
    return found


def _decision(row: InfectorDecisionRow) -> InfectorDecision:
    return InfectorDecision(
        id=row.id,
        case=CaseId(row.case),
        infector=None if row.infector is None else CaseId(row.infector),
        reason=row.reason,
        decided_by=OfficialId(row.decided_by),
        decided_at=row.decided_at,
        undone_at=row.undone_at,
    )
