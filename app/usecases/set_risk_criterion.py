"""The city enters how a criterion of a decision on risk levels stands."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.errors import InputRefused, Problem
from app.domain.risk_criteria import WHOLE_CITY, Standing, checked_standing
from app.store import areas, audit, risk_decisions
from app.store.db import Session


def set_risk_criterion(session: Session, standing: Standing, *, now: datetime) -> None:
    """Keep how a criterion stands from a day on, for the whole city or for one ward.

    Raises:
        InputRefused: no decision asks for it, the value is none of it, or there is no such ward.
    """
    checked_standing(standing, risk_decisions.decisions(session))
    known = areas.codes(session) | areas.codes(session, day=standing.since)
    if standing.area != WHOLE_CITY and standing.area not in known:
        raise InputRefused([Problem("ward", "area_code")])
    risk_decisions.set_criterion(session, standing, now=now)
    detail = {"criterion": standing.criterion, "since": standing.since, "area": standing.area or "city"}
    audit.record(session, actor=None, action=AuditAction.RISK_CRITERION_SET, detail=detail, now=now)
