"""Case work: the list, the case itself, its dates."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.assurance import Flag
from app.domain.cases import CaseState
from app.domain.errors import InputRefused
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.domain.spans import local_day
from app.usecases import close_case, correct_dates, list_cases, list_diseases, view_case
from app.web import words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official.access import needs
from app.web.official.case_forms import Posted, typed
from app.web.official.case_page import case_page
from app.web.official.report_form import read_dates
from app.web.official.work_page import back_to_case, work_page

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
    lines = list_cases.list_cases(session, official, state=state, keys=ghe.keys, after=_cursor(after), text=q)
    more = lines[list_cases.PAGE - 1].case if len(lines) > list_cases.PAGE else None
    return work_page(
        request,
        ghe,
        "official/cases.html",
        official,
        lines=lines[: list_cases.PAGE],
        names=list_diseases.disease_names(session, words.language(request)),
        state=state,
        q=q,
        next_after="" if more is None else f"{more.reported_at.isoformat()}_{more.id}",
    )


@router.get("/{case}", name="case")
def case(
    request: Request,
    case: UUID,
    ghe: Ghe,
    session: Reading,
    official: Reader,
    now: Now,
    leave_out: Annotated[list[int], Query()] = [],  # noqa: B006 - FastAPI copies it
    first: Annotated[int, Query(alias="from", ge=1)] = 1,
) -> HTMLResponse:
    """The case: what is known, where it was, who was there. Reading it is written down."""
    with ghe.database.writing() as recording:
        view_case.record_reading(recording, official, CaseId(case), now=now)
    flags = [Flag(value) for value in leave_out if value in {flag.value for flag in Flag}]
    return case_page(request, ghe, session, official, CaseId(case), now=now, leave_out=flags, first=first)


@router.post("/{case}/dates", name="correct_dates")
def correct(
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
    correct_dates.correct_dates(session, official, CaseId(case), dates, policy=ghe.policy, now=now)
    return back_to_case(request, case)


@router.post("/{case}/close", name="close_case")
def close(request: Request, case: UUID, ghe: Ghe, session: Writing, official: Reporter, now: Now) -> Response:
    """End the work on the case."""
    close_case.close_case(session, official, CaseId(case), policy=ghe.policy, now=now)
    return back_to_case(request, case)


def _cursor(after: str) -> tuple[datetime, UUID] | None:
    moment, _, last = after.partition("_")
    try:
        return datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        return None
