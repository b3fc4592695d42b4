"""A tracer counts whom the contacts F1 of a case met. Only numbers come of it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import count_second_contacts
from app.usecases.find_case import find_case
from app.web.deps import Ghe, Now, Reading
from app.web.official.access import needs
from app.web.official.work_page import work_page

router = APIRouter(prefix="/official/cases/{case}/second-contacts", include_in_schema=False)

Tracer = Annotated[Official, Depends(needs(Permission.TRACE_CASE))]


@router.get("", name="second_contacts")
def ask(request: Request, case: UUID, ghe: Ghe, session: Reading, official: Tracer) -> HTMLResponse:
    """What is counted, and the button that counts it: an answer once given is not kept."""
    found = find_case(session, CaseId(case), official)
    return work_page(request, ghe, "official/second_contacts.html", official, case=found, result=None)


@router.post("", name="count_second_contacts")
def count(request: Request, case: UUID, ghe: Ghe, official: Tracer, now: Now) -> HTMLResponse:
    """How many, where and when."""
    result = count_second_contacts.count_second_contacts(
        ghe.database, official, CaseId(case), keys=ghe.keys, policy=ghe.policy, now=now
    )
    return work_page(request, ghe, "official/second_contacts.html", official, case=result.case, result=result)
