"""An official reports a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.areas import Area
from app.domain.case_dates import Precision
from app.domain.errors import InputRefused
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.domain.spans import local_day
from app.store.db import Session
from app.usecases import report_case
from app.usecases.list_diseases import list_diseases
from app.usecases.list_wards import list_wards
from app.web import words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official.access import needs
from app.web.official.case_forms import Posted, typed
from app.web.official.report_form import read_report, read_ward
from app.web.official.work_page import back_to_case, work_page
from app.web.state import Installation

router = APIRouter(prefix="/official/cases", include_in_schema=False)

Reporter = Annotated[Official, Depends(needs(Permission.REPORT_CASE))]


@router.get("/new", name="new_case")
def new_case(request: Request, ghe: Ghe, session: Reading, official: Reporter) -> HTMLResponse:
    """The form of a new case."""
    blank = {"id": str(uuid4()), "precision": Precision.DAY.value, "ward": official.jurisdiction or ""}
    blank["disease"] = next(iter(list_diseases(session)), "")
    return _report_page(request, ghe, session, official, list_wards(session), blank)


@router.post("/new", name="report_case")
def report(
    request: Request, ghe: Ghe, session: Writing, official: Reporter, form: Posted, now: Now
) -> Response:
    """Open a case file."""
    posted, wards = typed(form), list_wards(session)
    try:
        ward = read_ward(posted, {area.code for area in wards})
        active, today = list_diseases(session), local_day(now, ghe.policy.zone)
        subject, dates, classification, disease = read_report(posted, active, today)
    except InputRefused as refused:
        return _report_page(request, ghe, session, official, wards, posted, refused)
    case = report_case.report_case(
        session,
        official,
        CaseId(UUID(posted["id"])),
        subject,
        disease_slug=disease,
        classification=classification,
        dates=dates,
        ward=ward,
        lab_reference=posted.get("lab_reference", "").strip()[:60] or None,
        keys=ghe.keys,
        policy=ghe.policy,
        now=now,
    )
    return back_to_case(request, case.id)


def _report_page(
    request: Request,
    ghe: Installation,
    session: Session,
    official: Official,
    wards: Sequence[Area],
    posted: Mapping[str, str],
    refused: InputRefused | None = None,
) -> HTMLResponse:
    return work_page(
        request,
        ghe,
        "official/new_case.html",
        official,
        refused=refused,
        posted=posted,
        diseases=list_diseases(session, words.language(request)).items(),
        wards=[(area.code, area.name) for area in wards],
    )
