"""What an official says about who infected a case. It stands above the weights, which stay to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.cases import Case
from app.domain.contacts import checked_reason
from app.domain.errors import InputRefused, Problem
from app.domain.ids import CaseId, OfficialId


@dataclass(frozen=True, slots=True)
class InfectorDecision:
    """One decision; the newest that is not undone is in force."""

    id: UUID
    case: CaseId
    infector: CaseId | None
    """None: none of the cases known."""
    reason: str
    decided_by: OfficialId
    decided_at: datetime
    undone_at: datetime | None = None


def named_infector(
    decision: UUID, case: Case, infector: Case | None, reason: str, *, by: OfficialId, now: datetime
) -> InfectorDecision:
    """A new decision.

    Raises:
        InputRefused: the case itself, a case of another disease, or no reason.
    """
    problems: list[Problem] = []
    if infector is not None and infector.id == case.id:
        problems.append(Problem("infector", "oneself"))
    elif infector is not None and infector.disease != case.disease:
        problems.append(Problem("infector", "other_disease"))
    try:
        reason = checked_reason(reason)
    except InputRefused as refused:
        problems += refused.problems
    if problems:
        raise InputRefused(problems)
    return InfectorDecision(decision, case.id, None if infector is None else infector.id, reason, by, now)
