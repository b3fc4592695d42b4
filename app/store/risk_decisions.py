"""Decisions on risk levels: those that ship and the city's own, and how their criteria stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from app.domain.risk_criteria import Standing
from app.domain.risk_decision_files import decision_of, written_decision
from app.domain.risk_decisions import RiskDecision
from app.domain.shipped_decisions import DECISIONS
from app.store.tables import RiskCriterionRow, RiskDecisionRow


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """One version of a decision that the city has added."""

    decision: RiskDecision
    version: int
    added_at: datetime


def decisions(session: Session) -> tuple[RiskDecision, ...]:
    """Every decision in use: those that ship, then the newest version of each of the city's own."""
    own = {kept.decision.slug: kept for kept in versions(session)}
    newest = sorted(own.values(), key=lambda kept: kept.added_at)
    return (*DECISIONS.values(), *(kept.decision for kept in newest))


def versions(session: Session, slug: str | None = None) -> list[KeptDecision]:
    """What the city has added, by slug, the oldest version first."""
    query = select(RiskDecisionRow).order_by(col(RiskDecisionRow.slug), col(RiskDecisionRow.version))
    if slug is not None:
        query = query.where(RiskDecisionRow.slug == slug)
    return [_kept(row) for row in session.exec(query)]


def add(session: Session, decision: RiskDecision, *, now: datetime) -> KeptDecision:
    """Keep a decision as the next version of its slug."""
    before = versions(session, decision.slug)
    row = RiskDecisionRow(
        slug=decision.slug,
        version=before[-1].version + 1 if before else 1,
        document=written_decision(decision),
        added_at=now,
    )
    session.add(row)
    session.flush()
    return _kept(row)


def set_criterion(session: Session, standing: Standing, *, now: datetime) -> None:
    """Keep how a criterion stands from a day on. Rows are only added: of one day's the newest counts."""
    session.add(
        RiskCriterionRow(
            criterion=standing.criterion,
            area_code=standing.area,
            valid_from=standing.since,
            value=standing.value,
            set_at=now,
        )
    )
    session.flush()


def standings(
    session: Session, day: date, criteria: Collection[str] | None = None
) -> dict[tuple[str, str], Standing]:
    """How criteria stand on a day, by criterion and area, in one query."""
    query = (
        select(RiskCriterionRow)
        .where(col(RiskCriterionRow.valid_from) <= day)
        .order_by(col(RiskCriterionRow.valid_from), col(RiskCriterionRow.id))
    )
    if criteria is not None:
        query = query.where(col(RiskCriterionRow.criterion).in_(set(criteria)))
    return {
        (row.criterion, row.area_code): Standing(row.criterion, row.area_code, row.valid_from, row.value)
        for row in session.exec(query)
    }


def _kept(row: RiskDecisionRow) -> KeptDecision:
    document: dict[str, Any] = row.document
    return KeptDecision(decision_of(document), row.version, row.added_at)
