"""The city adds a decision on risk levels; from its first day on maps go by it."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.errors import InputRefused, Problem
from app.domain.risk_decision_files import read_decision
from app.domain.shipped_decisions import DECISIONS
from app.store import audit, diseases, risk_decisions
from app.store.db import Session
from app.store.risk_decisions import KeptDecision


def add_risk_decision(session: Session, document: bytes, *, now: datetime) -> KeptDecision:
    """Keep a decision as the next version of its slug.

    The same as the newest version is that version: sent twice, it is kept once.

    Raises:
        InputRefused: every problem of the document; its slug is one that ships; or nobody knows its disease.
    """
    decision = read_decision(document)
    if decision.slug in DECISIONS:
        raise InputRefused([Problem("slug", "decision_ships")])
    known = diseases.profiles(session, decision.diseases)
    unknown = [n for n, disease in enumerate(decision.diseases) if disease not in known]
    if unknown:
        raise InputRefused([Problem(f"diseases.{n}", "choice") for n in unknown])
    before = risk_decisions.versions(session, decision.slug)
    if before and before[-1].decision == decision:
        return before[-1]
    kept = risk_decisions.add(session, decision, now=now)
    detail = {"decision": decision.slug, "version": kept.version, "valid_from": decision.valid_from}
    audit.record(session, actor=None, action=AuditAction.RISK_DECISION_ADDED, detail=detail, now=now)
    return kept
