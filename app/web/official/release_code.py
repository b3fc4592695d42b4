"""An official has a release code issued for a case."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import (
    issue_release_code,
)
from app.web.deps import Ghe, Now, Writing
from app.web.official.access import needs
from app.web.official.case_page import case_page

router = APIRouter(prefix="/official/cases/{case}", include_in_schema=False)

Issuer = Annotated[Official, Depends(needs(Permission.ISSUE_RELEASE_CODE))]


@router.post("/release-codes", name="issue_release_code")
def issue(request: Request, case: UUID, ghe: Ghe, session: Writing, official: Issuer, now: Now) -> Response:
    """A new release code, shown once."""
    issued = issue_release_code.issue_release_code(
        session, official, CaseId(case), keys=ghe.keys, policy=ghe.policy, now=now
    )
    return case_page(request, ghe, session, official, CaseId(case), now=now, issued=issued)
