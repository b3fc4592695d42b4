"""An official reports a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.case_dates import Precision
from app.domain.errors import InputRefused
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.domain.spans import local_day
from app.usecases import report_case
from app.web.deps import Ghe, Now, Writing
from app.web.official.access import needs
from app.web.official.case_forms import Posted, typed
from app.web.official.report_form import read_report
from app.web.official.work_page import back_to_case, work_page
from app.web.state import Installation

router = APIRouter(prefix="/official/cases", include_in_schema=False)

Reporter = Annotated[Official, Depends(needs(Permission.REPORT_CASE))]


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
    return back_to_case(request, case.id)


def _report_page(
    request: Request,
    ghe: Installation,
    official: Official,
    posted: Mapping[str, str],
    refused: InputRefused | None = None,
) -> HTMLResponse:
    return work_page(request, ghe, "official/new_case.html", official, refused=refused, posted=posted)
