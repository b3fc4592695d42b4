"""An official opens a contact of a case, and says why before."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.errors import InputRefused
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import (
    find_case,
    open_contact,
)
from app.web.deps import Ghe, Now, Reading
from app.web.official.access import needs
from app.web.official.case_forms import Posted, typed
from app.web.official.work_page import work_page

router = APIRouter(prefix="/official/cases/{case}", include_in_schema=False)

Opener = Annotated[Official, Depends(needs(Permission.ASK_TO_OPEN_CONTACT))]


@router.get("/contacts/{contact}", name="ask_to_open_contact")
def ask_to_open(
    request: Request, case: UUID, contact: UUID, ghe: Ghe, session: Reading, official: Opener
) -> HTMLResponse:
    """Say why, before anything is opened."""
    found = find_case.find_case(session, CaseId(case), official)
    return work_page(
        request, ghe, "official/open_contact.html", official, case=found, contact=contact, opened=None
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
        found = find_case.find_case(session, CaseId(case), official)
    return work_page(
        request,
        ghe,
        "official/open_contact.html",
        official,
        refused=wrong,
        case=found,
        contact=contact,
        opened=opened,
    )
