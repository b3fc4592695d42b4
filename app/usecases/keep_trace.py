"""A trace that was made is kept as the case's own copy, and what was opened for it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.ids import PersonId
from app.domain.officials import Official
from app.science.tracing import Exposure
from app.store import audit, exposure_rows, trace_lists, traces
from app.store.db import Session
from app.store.exposure_rows import ExposureColumns
from app.store.traces import Trace
from app.usecases.order_list import order_of_columns, order_of_objects
from app.usecases.plan_trace import Plan


def keep_columns(
    session: Session, official: Official, plan: Plan, opened: int, found: ExposureColumns, *, now: datetime
) -> Trace:
    """Keep a trace, its exposures and their order."""
    order = order_of_columns(found)
    trace = _keep(session, official, plan, opened, len(order.persons), now=now)
    exposure_rows.add(session, trace.id, found)
    trace_lists.add(session, trace.id, order)
    return trace


def keep_trace(
    session: Session,
    official: Official,
    plan: Plan,
    opened: int,
    shared: Sequence[Exposure],
    *,
    now: datetime,
) -> Trace:
    """The same of a trace that was made visit by visit."""
    order = order_of_objects(shared)
    trace = _keep(session, official, plan, opened, len(order.persons), shared, now=now)
    trace_lists.add(session, trace.id, order)
    return trace


def _keep(
    session: Session,
    official: Official,
    plan: Plan,
    opened: int,
    persons: int,
    shared: Sequence[Exposure] = (),
    *,
    now: datetime,
) -> Trace:
    """Keep a trace, and write down what was opened for it."""
    case = plan.case
    number = traces.next_number(session, case.id)
    trace = Trace(uuid4(), case.id, number, plan.rule.value, plan.window, case.version, official.id, now)
    traces.add(session, trace, [(PersonId(one.who), one) for one in shared])
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.TRACE_MADE,
        case=case.id,
        detail={
            "trace": trace.id,
            "visits": len(plan.walked),
            "pseudonyms_opened": opened,
            "persons": persons,
        },
        now=now,
    )
    return trace
