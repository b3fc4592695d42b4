"""A tracer traces a case, and puts a trace aside."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain.errors import InputRefused, NothingToTrace, Problem
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import (
    trace_case,
    undo_trace,
)
from app.web.deps import Ghe, Now, Writing
from app.web.official.access import needs
from app.web.official.case_page import case_page
from app.web.official.work_page import back_to_case

router = APIRouter(prefix="/official/cases/{case}", include_in_schema=False)

Tracer = Annotated[Official, Depends(needs(Permission.TRACE_CASE))]


@router.post("/trace", name="trace")
def trace(request: Request, case: UUID, ghe: Ghe, session: Writing, official: Tracer, now: Now) -> Response:
    """List who was there."""
    try:
        trace_case.trace_case(session, official, CaseId(case), keys=ghe.keys, policy=ghe.policy, now=now)
    except NothingToTrace:
        refused = InputRefused([Problem("visits", "nothing_to_trace")])
        return case_page(request, ghe, session, official, CaseId(case), now=now, refused=refused)
    return back_to_case(request, case, "#people")


@router.post("/trace/undo", name="undo_trace")
def undo(request: Request, case: UUID, session: Writing, official: Tracer, now: Now) -> Response:
    """Put the newest trace aside."""
    undo_trace.undo_trace(session, official, CaseId(case), now=now)
    return back_to_case(request, case, "#people")
