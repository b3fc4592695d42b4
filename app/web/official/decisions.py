"""An official decides who is a contact of a case."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain.errors import InputRefused
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import (
    decide_contact,
)
from app.web.deps import Ghe, Now, Writing
from app.web.official.access import needs
from app.web.official.case_forms import Posted, typed
from app.web.official.case_page import case_page
from app.web.official.tracing_forms import read_decision
from app.web.official.work_page import back_to_case

router = APIRouter(prefix="/official/cases/{case}", include_in_schema=False)

Decider = Annotated[Official, Depends(needs(Permission.DECIDE_CONTACT))]


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
    return back_to_case(request, case, "#people")
