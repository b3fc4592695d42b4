"""The programming interface, version 1: the same use cases as JSON, refusals as problem+json."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.domain.addresses import LONGEST_ADDRESS
from app.domain.assurance import Assurance
from app.domain.errors import InputRefused, Problem, Refusal
from app.domain.ids import VisitId
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from app.usecases.read_scanned import read_scanned
from app.vault.tokens import read_token
from app.web import guesses
from app.web.deps import Ghe

router = APIRouter(prefix="/api/v1", tags=["check-in"])


class Problems(BaseModel):
    """A refusal as RFC 9457 tells it."""

    type: str
    title: str
    status: int
    detail: str


class NewCheckIn(BaseModel):
    """One check-in as a phone sends it; sending it again is safe."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[
        str,
        Field(
            max_length=LONGEST_ADDRESS,
            examples=["0000-0000-0000-00000"],
            description="What stands behind /V/: 17 characters; 27 from a screen, 123 from a signed poster",
        ),
    ]
    visit: Annotated[UUID, Field(description="UUID version 7, made at the scan: it holds the time of entry")]
    device: Annotated[
        str,
        Field(max_length=60, description="256 random bits that the phone keeps, base64url without padding"),
    ]
    typed: Annotated[bool, Field(description="The nine digits were typed instead of scanned")] = False


class ReceiptOut(BaseModel):
    """What is kept, once it is durable."""

    visit: UUID
    venue: UUID
    venue_name: str
    venue_address: str
    entered_at: AwareDatetime
    left_at: datetime | None
    check_out_token: str


@router.post(
    "/check-ins",
    name="create_check_in",
    summary="Check in",
    responses={code: {"model": Problems} for code in (400, 404, 409, 410, 422, 429, 503)},
)
async def create_check_in(new: Annotated[NewCheckIn, Body()], request: Request, ghe: Ghe) -> ReceiptOut:
    """Record a visit. 200 means that it is on disk."""
    device = read_token(new.device)
    if device is None:
        raise InputRefused([Problem("device", "token")])
    assurance = Assurance.TYPED if new.typed else Assurance.STATIC
    scanned = read_scanned(new.code, ghe.keys)
    command = CheckIn(scanned.code, VisitId(new.visit), device, assurance, scanned.screen)
    with guesses.scanned(request, ghe.guesses, ghe.clock(), device).looking_up():
        result = await asyncio.wrap_future(ghe.recorder.submit(command))
        if isinstance(result, Refusal):
            raise result
    return receipt_out(result)


def receipt_out(receipt: Receipt) -> ReceiptOut:
    """A receipt as JSON carries it."""
    return ReceiptOut(
        visit=receipt.visit.id,
        venue=receipt.venue.id,
        venue_name=receipt.venue.name,
        venue_address=receipt.venue.registration.address,
        entered_at=receipt.visit.entered_at,
        left_at=receipt.visit.left_at,
        check_out_token=receipt.check_out_token,
    )
