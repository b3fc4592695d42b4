"""A tracer presses *Trace*: who was there with the case? Gather, decide, apply."""

from __future__ import annotations

from datetime import datetime

from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.tracing_rules import TracingRule
from app.store.db import Session
from app.store.traces import Trace
from app.usecases import trace_by_columns
from app.usecases.keep_trace import keep_columns, keep_trace
from app.usecases.plan_trace import plan_trace
from app.usecases.trace_by_objects import trace_by_objects
from app.vault.keystore import KeyStore


def trace_case(
    session: Session, official: Official, case: CaseId, *, keys: KeyStore, policy: Policy, now: datetime
) -> Trace:
    """List the co-present people of a case, and keep the list as the case's own copy.

    Raises:
        CaseUnknown, CaseClosed.
        NothingToTrace: the case has no visits in its infectious time.
    """
    plan = plan_trace(session, official, case, policy=policy, now=now)
    if plan.rule is TracingRule.CORONA_WARN:
        shared, opened = trace_by_objects(session, plan, keys=keys, policy=policy)
        return keep_trace(session, official, plan, opened, shared, now=now)
    gathered = trace_by_columns.gather(session, plan, keys=keys, policy=policy)
    decided = trace_by_columns.decide(plan, gathered, policy=policy)
    found = trace_by_columns.doubt(session, plan, decided, keys=keys, policy=policy)
    return keep_columns(session, official, plan, gathered.opened, found, now=now)
