"""A tracer enters the visits that a patient remembers, and removes wrong ones."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.errors import InputRefused
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import (
    add_interview_visit,
    find_case,
    remove_visit,
)
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official.access import needs
from app.web.official.case_forms import Posted, typed
from app.web.official.tracing_forms import read_stay
from app.web.official.work_page import back_to_case, work_page

router = APIRouter(prefix="/official/cases/{case}", include_in_schema=False)

Tracer = Annotated[Official, Depends(needs(Permission.TRACE_CASE))]


@router.get("/visits/new", name="new_interview_visit")
def new_visit(
    request: Request,
    case: UUID,
    ghe: Ghe,
    session: Reading,
    official: Tracer,
    q: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    """Find the venue that the patient remembers, and say when."""
    return _visit_page(request, case, ghe, session, official, {"q": q})


@router.post("/visits", name="add_interview_visit")
def add_visit(
    request: Request, case: UUID, ghe: Ghe, session: Writing, official: Tracer, form: Posted, now: Now
) -> Response:
    """Keep a remembered visit."""
    posted = typed(form)
    try:
        venue, entered, left = read_stay(posted, ghe.policy)
        add_interview_visit.add_interview_visit(
            session, official, CaseId(case), venue, entered=entered, left=left, policy=ghe.policy, now=now
        )
    except InputRefused as refused:
        return _visit_page(request, case, ghe, session, official, posted, refused)
    return back_to_case(request, case, "#visits")


@router.post("/visits/{visit}/remove", name="remove_case_visit")
def remove(
    request: Request, case: UUID, visit: UUID, session: Writing, official: Tracer, now: Now
) -> Response:
    """Take a visit out of the case."""
    remove_visit.remove_visit(session, official, CaseId(case), visit, now=now)
    return back_to_case(request, case, "#visits")


def _visit_page(
    request: Request,
    case: UUID,
    ghe: Ghe,
    session: Reading,
    official: Official,
    posted: dict[str, str],
    refused: InputRefused | None = None,
) -> HTMLResponse:
    found = find_case.find_case(session, CaseId(case), official)
    return work_page(
        request,
        ghe,
        "official/new_visit.html",
        official,
        refused=refused,
        case=found,
        q=posted.get("q", ""),
        venues=add_interview_visit.find_venues(session, posted.get("q", "")),
        posted=posted,
    )
