"""Case work: the list, a new case, the case itself, its dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.cases import CaseState, Precision
from app.domain.errors import InputRefused
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.domain.spans import local_day
from app.domain.visits import Flag
from app.usecases import report_case, view_case
from app.web import pages
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official.access import needs
from app.web.official.case_forms import Posted, read_dates, read_report, typed
from app.web.official.case_page import case_page
from app.web.official.work_page import work_page
from app.web.state import Installation

router = APIRouter(prefix="/official/cases", include_in_schema=False)

Reader = Annotated[Official, Depends(needs(Permission.READ_CASE))]
Reporter = Annotated[Official, Depends(needs(Permission.REPORT_CASE))]


@router.get("", name="cases")
def cases(
    request: Request,
    ghe: Ghe,
    session: Reading,
    official: Reader,
    state: CaseState = CaseState.OPEN,
    q: Annotated[str, Query(max_length=100)] = "",
    after: Annotated[str, Query(max_length=80)] = "",
) -> HTMLResponse:
    """The official's cases, the newest first."""
    lines = view_case.list_cases(session, official, state=state, keys=ghe.keys, after=_cursor(after), text=q)
    more = lines[view_case.PAGE - 1].case if len(lines) > view_case.PAGE else None
    return work_page(
        request,
        ghe,
        "official/cases.html",
        official,
        lines=lines[: view_case.PAGE],
        state=state,
        q=q,
        next_after="" if more is None else f"{more.reported_at.isoformat()}_{more.id}",
    )


@router.get("/new", name="new_case")
def new_case(request: Request, ghe: Ghe, official: Reporter) -> HTMLResponse:
    """The form of a new case."""
    return _report_page(request, ghe, official, {"id": str(uuid4()), "precision": Precision.DAY.value})


@router.post("/new", name="report_case")
def report(
    request: Request, ghe: Ghe, session: Writing, official: Reporter, form: Posted, now: Now
) -> Response:
    """Open a case file."""
    posted = typed(form)
    try:
        subject, dates, classification, disease = read_report(posted, local_day(now, ghe.policy.zone))
    except InputRefused as refused:
        return _report_page(request, ghe, official, posted, refused)
    case = report_case.report_case(
        session,
        official,
        CaseId(UUID(posted["id"])),
        subject,
        disease_slug=disease,
        classification=classification,
        dates=dates,
        ward=None,
        lab_reference=posted.get("lab_reference", "").strip()[:60] or None,
        keys=ghe.keys,
        policy=ghe.policy,
        now=now,
    )
    return RedirectResponse(f"/official/cases/{case.id}{pages.kept_language(request)}", 303)


@router.get("/{case}", name="case")
def case(
    request: Request,
    case: UUID,
    ghe: Ghe,
    session: Writing,
    official: Reader,
    now: Now,
    leave_out: Annotated[list[int], Query()] = [],  # noqa: B006 - FastAPI copies it
    first: Annotated[int, Query(alias="from", ge=1)] = 1,
) -> HTMLResponse:
    """The case: what is known, where it was, who was there. Reading it is written down."""
    view_case.record_reading(session, official, CaseId(case), now=now)
    flags = [Flag(value) for value in leave_out if value in {flag.value for flag in Flag}]
    return case_page(request, ghe, session, official, CaseId(case), now=now, leave_out=flags, first=first)


@router.post("/{case}/dates", name="correct_dates")
def correct_dates(
    request: Request, case: UUID, ghe: Ghe, session: Writing, official: Reporter, form: Posted, now: Now
) -> Response:
    """Correct when the illness began."""
    posted = typed(form)
    try:
        dates = read_dates(posted, local_day(now, ghe.policy.zone))
    except InputRefused as refused:
        return case_page(
            request, ghe, session, official, CaseId(case), now=now, refused=refused, posted=posted
        )
    report_case.correct_dates(session, official, CaseId(case), dates, policy=ghe.policy, now=now)
    return RedirectResponse(f"/official/cases/{case}{pages.kept_language(request)}", 303)


@router.post("/{case}/close", name="close_case")
def close(request: Request, case: UUID, ghe: Ghe, session: Writing, official: Reporter, now: Now) -> Response:
    """End the work on the case."""
    report_case.close_case(session, official, CaseId(case), policy=ghe.policy, now=now)
    return RedirectResponse(f"/official/cases/{case}{pages.kept_language(request)}", 303)


def _cursor(after: str) -> tuple[datetime, UUID] | None:
    moment, _, last = after.partition("_")
    try:
        return datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        return None


def _report_page(
    request: Request,
    ghe: Installation,
    official: Official,
    posted: Mapping[str, str],
    refused: InputRefused | None = None,
) -> HTMLResponse:
    return work_page(request, ghe, "official/new_case.html", official, refused=refused, posted=posted)
