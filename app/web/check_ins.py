"""The one route that a whole city uses at once: a check-in as JSON.

It stands before all others and reads its request itself. What the framework does between a request and a
function (dependencies, exit stacks, a search through three hundred routes) took ten times as long as the
function. Described in the interface's document, validated, refused and logged it is like any other.
"""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.domain.assurance import Assurance
from app.domain.errors import InputRefused, Problem, Refusal
from app.domain.ids import VisitId
from app.domain.people import DeviceToken
from app.usecases.gather_check_ins import CheckIn
from app.usecases.read_scanned import read_scanned
from app.vault.tokens import read_token
from app.web import cookies, guesses
from app.web.api_documents import REFUSED, NewCheckIn, ReceiptOut, receipt_out
from app.web.sealed_contacts import LARGEST_CHECK_IN
from app.web.state import Installation

_to_json: Final = ReceiptOut.__pydantic_serializer__.to_json


async def create_check_in(new: NewCheckIn, request: Request) -> ReceiptOut:
    """Record a visit. 200 means that it is on disk."""
    ghe: Installation = request.state.ghe
    device = _own(request) or read_token(new.device)
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
        result = await ghe.recorder.record(command)
        if isinstance(result, Refusal):
            raise result
    return receipt_out(result)


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive, send)
    new = _read(request, await _body(receive))
    kept = await create_check_in(new, request)
    answer = Response(_to_json(kept), media_type="application/json")
    if _own(request) is None and (device := read_token(new.device)) is not None:
        cookies.put(answer, cookies.DEVICE, device, seconds=cookies.DEVICE_SECONDS)
    await answer(scope, receive, send)


def _own(request: Request) -> DeviceToken | None:
    """The browser's own token, which comes before the one that a body names."""
    return read_token(request.cookies.get(cookies.DEVICE))


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HTTPException(400)
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
        if sum(map(len, parts)) > LARGEST_CHECK_IN:
            raise HTTPException(413)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _read(request: Request, body: bytes) -> NewCheckIn:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise InputRefused([])
    try:
        return NewCheckIn.model_validate_json(body)
    except ValidationError as fault:
        found: list[dict[str, Any]] = [
            {**error, "loc": ("body", *error["loc"])}
            for error in fault.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise RequestValidationError(found) from None


route: Final = APIRoute(
    "/api/v1/check-ins",
    create_check_in,
    methods=["POST"],
    name="create_check_in",
    operation_id="create_check_in",
    summary="Check in",
    tags=["check-in"],
    responses=REFUSED,
)
route.app = _answer
