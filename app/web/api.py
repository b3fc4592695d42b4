"""The programming interface, version 1: the same use cases as JSON, refusals as problem+json."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Request, Response

from app.domain.assurance import Assurance
from app.domain.errors import InputRefused, Problem, Refusal
from app.domain.ids import VisitId
from app.usecases import change_visit
from app.usecases.gather_check_ins import CheckIn
from app.usecases.read_scanned import read_scanned
from app.vault.tokens import read_token
from app.web import cookies, guesses
from app.web.api_documents import NewCheckIn, NewCheckOut, Problems, ReceiptOut, VisitIn, receipt_out
from app.web.deps import Device, Ghe, Now, Writing
from app.web.sealed_contacts import LARGEST_CHECK_IN

router = APIRouter(prefix="/api/v1", tags=["check-in"])
_REFUSED: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": Problems} for code in (400, 404, 409, 410, 413, 422, 429, 503)
}


@router.post(
    "/check-ins",
    name="create_check_in",
    summary="Check in",
    responses=_REFUSED,
    max_body_size=LARGEST_CHECK_IN,
)
async def create_check_in(
    new: Annotated[NewCheckIn, Body()], request: Request, answer: Response, ghe: Ghe, own: Device
) -> ReceiptOut:
    """Record a visit. 200 means that it is on disk."""
    device = own or read_token(new.device)
    if device is None:
        raise InputRefused([Problem("device", "missing" if new.device is None else "token")])
    scanned = read_scanned(new.code, ghe.keys)
    command = CheckIn(
        scanned.code,
        VisitId(new.visit),
        device,
        Assurance.TYPED if new.typed else Assurance.STATIC,
        scanned.screen,
        new.seen,
        companions=new.companions,
        children=new.children,
        left_at=new.left_at,
        contact=None if new.contact is None else new.contact.sealed(),
    )
    with guesses.scanned(request, ghe.guesses, ghe.clock(), device).looking_up():
        result = await asyncio.wrap_future(ghe.recorder.submit(command))
        if isinstance(result, Refusal):
            raise result
    if own is None:
        cookies.put(answer, cookies.DEVICE, device, seconds=cookies.DEVICE_SECONDS)
    return receipt_out(result)


@router.post(
    "/check-outs",
    name="create_check_out",
    summary="Check out, or take that back",
    responses=_REFUSED,
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
    responses=_REFUSED,
    max_body_size=LARGEST_CHECK_IN,
)
def create_withdrawal(of: Annotated[VisitIn, Body()], ghe: Ghe, session: Writing, now: Now) -> ReceiptOut:
    """Take a visit back, whatever has been changed about it. Nothing brings it back."""
    return receipt_out(change_visit.withdraw(session, of.key(), keys=ghe.keys, policy=ghe.policy, now=now))
