"""An official says who infected a case, or that it was none of the cases known."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.cases import Case, must_be_open
from app.domain.errors import InputRefused, Problem
from app.domain.ids import CaseId
from app.domain.infector_decisions import InfectorDecision, named_infector
from app.domain.officials import Official
from app.store import audit, cases, infector_decisions
from app.store.db import Session
from app.usecases.find_case import find_case


def name_infector(
    session: Session,
    official: Official,
    case: CaseId,
    infector: CaseId | None,
    *,
    reference: str = "",
    reason: str,
    now: datetime,
) -> InfectorDecision:
    """Record a decision; the ones before it stay. The same said again changes nothing.

    Args:
        session: A writing one.
        official: Who decides.
        case: Who was infected.
        infector: By whom; None for none of the cases known, unless there is a reference.
        reference: Of another case, as an official reads it; it goes before `infector`.
        reason: Why.
        now: When.

    Raises:
        CaseUnknown, CaseClosed.
        InputRefused: the case itself, a case of another disease, no such reference, or no reason.
    """
    found = find_case(session, case, official)
    must_be_open(found)
    named = _named(session, official, infector, reference)
    decision = named_infector(uuid4(), found, named, reason, by=official.id, now=now)
    before = infector_decisions.in_force(session, [case]).get(case)
    if before is not None and (before.infector, before.reason) == (decision.infector, decision.reason):
        return before
    infector_decisions.add(session, decision)
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.INFECTOR_NAMED,
        case=case,
        detail={"decision": decision.id, "infector": decision.infector},
        now=now,
    )
    return decision


def _named(session: Session, official: Official, infector: CaseId | None, reference: str) -> Case | None:
    wanted = reference.strip().upper()
    if not wanted:
        return None if infector is None else find_case(session, infector, official)
    found = cases.by_reference(session, wanted)
    if found is None or not official.covers(found.jurisdiction):
        raise InputRefused([Problem("reference", "reference")])
    return found
