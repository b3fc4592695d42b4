"""A patient's card is scanned for a case: its stays are shown, and what stays ticked is copied."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.card_numbers import parse_card_number
from app.domain.errors import Refusal
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.store.db import Session
from app.usecases import share_card_visits
from app.usecases.find_case import find_case
from app.web import card_numbers, pages, words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official.access import needs
from app.web.official.card_page import Number
from app.web.official.case_forms import Posted, typed
from app.web.official.frame import frame
from app.web.official.work_page import back_to_case
from app.web.state import Installation

router = APIRouter(prefix="/official/cases/{case}/card", include_in_schema=False)

Tracer = Annotated[Official, Depends(needs(Permission.TRACE_CASE))]


@router.get("", name="case_card")
def ask(request: Request, case: UUID, ghe: Ghe, session: Reading, official: Tracer) -> HTMLResponse:
    """The field for the card."""
    return _page(request, ghe, session, official, CaseId(case))


@router.post("", name="see_card_stays")
def see(
    request: Request, case: UUID, ghe: Ghe, session: Writing, official: Tracer, now: Now, number: Number = ""
) -> HTMLResponse:
    """The stays of the card in the days of the case; nothing is copied yet."""
    try:
        read = parse_card_number(number)
        with card_numbers.looking_up(request, ghe, now, official.id.bytes):
            offered = share_card_visits.see_card_stays(
                session, official, CaseId(case), read, keys=ghe.keys, policy=ghe.policy, now=now
            )
    except card_numbers.AT_THE_FIELD as refusal:
        return _page(request, ghe, session, official, CaseId(case), number, refusal=refusal)
    return _page(request, ghe, session, official, CaseId(case), read, offered=offered)


@router.post("/share", name="share_card_stays")
def share(
    request: Request, case: UUID, ghe: Ghe, session: Writing, official: Tracer, form: Posted, now: Now
) -> Response:
    """Copy what is still ticked."""
    number = typed(form).get("number", "")[: card_numbers.LONGEST]
    theirs = {str(key) for key in form.getlist("stay")}
    try:
        with card_numbers.looking_up(request, ghe, now, official.id.bytes):
            share_card_visits.share_card_visits(
                session,
                official,
                CaseId(case),
                parse_card_number(number),
                theirs=theirs,
                keys=ghe.keys,
                policy=ghe.policy,
                now=now,
            )
    except card_numbers.AT_THE_FIELD as refusal:
        return _page(request, ghe, session, official, CaseId(case), number, refusal=refusal)
    return back_to_case(request, case, "#visits")


def _page(
    request: Request,
    ghe: Installation,
    session: Session,
    official: Official,
    case: CaseId,
    number: str = "",
    *,
    refusal: Refusal | None = None,
    offered: share_card_visits.CardStays | None = None,
) -> HTMLResponse:
    status, message = (200, "") if refusal is None else card_numbers.told(request, ghe, refusal)
    return pages.render(
        request,
        "official/case_card.html",
        policy=ghe.policy,
        status=status,
        errors=[("number", message)] if message else (),
        again=pages.Again(f"/official/cases/{case}/card", [("number", number)]) if number else None,
        case=find_case(session, case, official),
        number=number,
        offered=offered,
        day=words.calendar,
        **frame(request, official),
    )
