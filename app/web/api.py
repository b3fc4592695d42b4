"""The programming interface, version 1: the same use cases as JSON, refusals as problem+json.

Checking in itself stands in `check_ins`.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from app.usecases import change_visit
from app.web.api_documents import REFUSED, NewCheckOut, ReceiptOut, VisitIn, receipt_out
from app.web.deps import Ghe, Now, Writing
from app.web.sealed_contacts import LARGEST_CHECK_IN

router = APIRouter(prefix="/api/v1", tags=["check-in"])


@router.post(
    "/check-outs",
    name="create_check_out",
    summary="Check out, or take that back",
    responses=REFUSED,
    max_body_size=LARGEST_CHECK_IN,
)
def create_check_out(new: Annotated[NewCheckOut, Body()], ghe: Ghe, session: Writing, now: Now) -> ReceiptOut:
    """End a visit at the time that the phone says, or let it go on. The answer is the visit as it stands."""
    key = new.key(new.version)
    if new.left_at is None:
        return receipt_out(change_visit.stay(session, key, keys=ghe.keys, policy=ghe.policy))
    return receipt_out(
        change_visit.check_out(session, key, keys=ghe.keys, policy=ghe.policy, now=now, left_at=new.left_at)
    )


@router.post(
    "/withdrawals",
    name="create_withdrawal",
    summary="Take a visit back",
    responses=REFUSED,
    max_body_size=LARGEST_CHECK_IN,
)
def create_withdrawal(of: Annotated[VisitIn, Body()], ghe: Ghe, session: Writing, now: Now) -> ReceiptOut:
    """Take a visit back, whatever has been changed about it. Nothing brings it back."""
    return receipt_out(change_visit.withdraw(session, of.key(), keys=ghe.keys, policy=ghe.policy, now=now))
