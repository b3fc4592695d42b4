"""What is done on a case's page: release codes, remembered visits, the trace, decisions, opening, export."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import InputRefused, NothingToTrace, Problem
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import (
    add_interview_visit,
    decide_contact,
    export_case,
    issue_release_code,
    open_contact,
    trace_case,
    view_case,
)
from app.web import pages, words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official import case_words
from app.web.official.access import needs
from app.web.official.case_forms import Posted, read_decision, read_stay, typed
from app.web.official.case_page import case_page
from app.web.official.work_page import work_page

router = APIRouter(prefix="/official/cases/{case}", include_in_schema=False)

Reader = Annotated[Official, Depends(needs(Permission.READ_CASE))]
Tracer = Annotated[Official, Depends(needs(Permission.TRACE_CASE))]
Issuer = Annotated[Official, Depends(needs(Permission.ISSUE_RELEASE_CODE))]
Decider = Annotated[Official, Depends(needs(Permission.DECIDE_CONTACT))]
Opener = Annotated[Official, Depends(needs(Permission.ASK_TO_OPEN_CONTACT))]
Exporter = Annotated[Official, Depends(needs(Permission.EXPORT_CASE))]


def _back(request: Request, case: UUID, part: str = "") -> RedirectResponse:
    return RedirectResponse(f"/official/cases/{case}{pages.kept_language(request)}{part}", 303)


@router.post("/release-codes", name="issue_release_code")
def issue(request: Request, case: UUID, ghe: Ghe, session: Writing, official: Issuer, now: Now) -> Response:
    """A new release code, shown once."""
    issued = issue_release_code.issue_release_code(
        session, official, CaseId(case), keys=ghe.keys, policy=ghe.policy, now=now
    )
    return case_page(request, ghe, session, official, CaseId(case), now=now, issued=issued)


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
    return _back(request, case, "#visits")


@router.post("/visits/{visit}/remove", name="remove_case_visit")
def remove_visit(
    request: Request, case: UUID, visit: UUID, session: Writing, official: Tracer, now: Now
) -> Response:
    """Take a visit out of the case."""
    add_interview_visit.remove_visit(session, official, CaseId(case), visit, now=now)
    return _back(request, case, "#visits")


@router.post("/trace", name="trace")
def trace(request: Request, case: UUID, ghe: Ghe, session: Writing, official: Tracer, now: Now) -> Response:
    """List who was there."""
    try:
        trace_case.trace_case(session, official, CaseId(case), keys=ghe.keys, policy=ghe.policy, now=now)
    except NothingToTrace:
        refused = InputRefused([Problem("visits", "nothing_to_trace")])
        return case_page(request, ghe, session, official, CaseId(case), now=now, refused=refused)
    return _back(request, case, "#people")


@router.post("/trace/undo", name="undo_trace")
def undo(request: Request, case: UUID, session: Writing, official: Tracer, now: Now) -> Response:
    """Put the newest trace aside."""
    trace_case.undo_trace(session, official, CaseId(case), now=now)
    return _back(request, case, "#people")


@router.post("/decisions", name="decide_contacts")
def decide(
    request: Request, case: UUID, ghe: Ghe, session: Writing, official: Decider, form: Posted, now: Now
) -> Response:
    """Make co-present people contacts, or exclude them, with a reason."""
    try:
        people, standing = read_decision(form)
        decide_contact.decide_contacts(
            session,
            official,
            CaseId(case),
            people,
            standing=standing,
            reason=typed(form).get("reason", ""),
            keys=ghe.keys,
            now=now,
        )
    except InputRefused as refused:
        return case_page(request, ghe, session, official, CaseId(case), now=now, refused=refused)
    return _back(request, case, "#people")


@router.get("/contacts/{contact}", name="ask_to_open_contact")
def ask_to_open(
    request: Request, case: UUID, contact: UUID, ghe: Ghe, session: Reading, official: Opener
) -> HTMLResponse:
    """Say why, before anything is opened."""
    view = view_case.view_case(session, official, CaseId(case), keys=ghe.keys)
    return work_page(
        request, ghe, "official/open_contact.html", official, view=view, contact=contact, opened=None
    )


@router.post("/contacts/{contact}", name="open_contact")
def open_one(
    request: Request, case: UUID, contact: UUID, ghe: Ghe, official: Opener, form: Posted, now: Now
) -> Response:
    """Open the name and the number of one contact, on the record."""
    opened, wrong = None, None
    try:
        opened = open_contact.open_contact(
            ghe.database,
            official,
            CaseId(case),
            contact,
            reason=typed(form).get("reason", ""),
            keys=ghe.keys,
            policy=ghe.policy,
            now=now,
        )
    except InputRefused as refused:
        wrong = refused
    with ghe.database.reading() as session:
        view = view_case.view_case(session, official, CaseId(case), keys=ghe.keys)
    return work_page(
        request,
        ghe,
        "official/open_contact.html",
        official,
        refused=wrong,
        view=view,
        contact=contact,
        opened=opened,
    )


@router.post("/export.{form}", name="export_case")
def export(
    request: Request, case: UUID, form: str, ghe: Ghe, session: Writing, official: Exporter, now: Now
) -> Response:
    """The list in force as CSV or XLSX."""
    translate = words.gettext(words.language(request))
    table = export_case.export_case(
        session,
        official,
        CaseId(case),
        translate=lambda text: translate(case_words.EXPORT_WORDS.get(text, text)),
        keys=ghe.keys,
        policy=ghe.policy,
        now=now,
    )
    name = f"ghe-{table.title}.{'xlsx' if form == 'xlsx' else 'csv'}"
    content = export_case.as_xlsx(table) if form == "xlsx" else export_case.as_csv(table)
    media = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        if form == "xlsx"
        else "text/csv; charset=utf-8"
    )
    return Response(
        content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'}
    )


def _visit_page(
    request: Request,
    case: UUID,
    ghe: Ghe,
    session: Reading,
    official: Official,
    posted: dict[str, str],
    refused: InputRefused | None = None,
) -> HTMLResponse:
    view = view_case.view_case(session, official, CaseId(case), keys=ghe.keys)
    return work_page(
        request,
        ghe,
        "official/new_visit.html",
        official,
        refused=refused,
        view=view,
        q=posted.get("q", ""),
        venues=add_interview_visit.find_venues(session, posted.get("q", "")),
        posted=posted,
    )
