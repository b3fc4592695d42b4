"""What a citizen does with a receipt: leave, stay, take the visit back, see it again."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from app.domain.ids import VenueId, VisitId
from app.usecases import change_visit
from app.usecases.find_visit import VisitKey
from app.web.citizen.receipt_page import receipt_page
from app.web.deps import Ghe, Now, Reading, Writing

router = APIRouter(include_in_schema=False)


def _visit_key(
    venue: Annotated[UUID, Form()], visit: Annotated[UUID, Form()], token: Annotated[str, Form(max_length=40)]
) -> VisitKey:
    return VisitKey(VenueId(venue), VisitId(visit), token)


Key = Annotated[VisitKey, Depends(_visit_key)]


@router.post("/visit/leave", name="check_out")
def check_out(request: Request, key: Key, ghe: Ghe, session: Writing, now: Now) -> HTMLResponse:
    """The tap that checks out."""
    receipt = change_visit.check_out(session, key, keys=ghe.keys, policy=ghe.policy, now=now)
    return receipt_page(request, ghe, receipt)


@router.post("/visit/stay", name="stay")
def stay(request: Request, key: Key, ghe: Ghe, session: Writing) -> HTMLResponse:
    """*Still here*: undo the check-out."""
    return receipt_page(
        request, ghe, change_visit.stay(session, key, keys=ghe.keys, policy=ghe.policy), already=True
    )


@router.post("/visit/withdraw", name="withdraw")
def withdraw(request: Request, key: Key, ghe: Ghe, session: Writing, now: Now) -> HTMLResponse:
    """Take the visit back."""
    receipt = change_visit.withdraw(session, key, keys=ghe.keys, policy=ghe.policy, now=now)
    return receipt_page(request, ghe, receipt)


@router.post("/visit/show", name="show_receipt")
def show_receipt(request: Request, key: Key, ghe: Ghe, session: Reading) -> HTMLResponse:
    """The receipt as it stands, in the language asked for."""
    receipt = change_visit.show(session, key, keys=ghe.keys, policy=ghe.policy)
    return receipt_page(request, ghe, receipt, already=True)
