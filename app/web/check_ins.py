"""The one route that a whole city uses at once: a check-in as JSON.

`PlainCheckIns` stands before all layers and answers what nearly every phone sends: whole JSON from a page of
ours, or from no browser at all. Whatever is otherwise in any way goes through the layers to the route
like every other request, and what is refused goes there to be refused: so each refusal has one place, and
those who need none of it do not wait for what ten layers do between a request and a function. Described in
the interface's document, validated and logged it is like any other route.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from time import perf_counter
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.assurance import Assurance
from app.domain.errors import InputRefused, Problem, Refusal
from app.domain.ids import VisitId
from app.domain.people import DeviceToken
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from app.usecases.read_scanned import read_scanned
from app.vault.tokens import read_token
from app.web import cookies, guesses, logs
from app.web.api_documents import REFUSED, NewCheckIn, ReceiptOut, receipt_document
from app.web.bodies import SECONDS
from app.web.sealed_contacts import LARGEST_CHECK_IN
from app.web.security import headers_of
from app.web.state import Installation

_PATH: Final = "/api/v1/check-ins"
_JSON: Final = b"application/json"
_OF_OURS: Final = {b"same-origin", b"none"}
_FAULT: Final = "ghe.fault"
"""Where a request's scope says why `PlainCheckIns` did not keep it: the route raises that."""
_to_json: Final = ReceiptOut.__pydantic_serializer__.to_json


async def create_check_in(new: NewCheckIn, request: Request) -> ReceiptOut:
    """Record a visit. 200 means that it is on disk."""
    own = read_token(request.cookies.get(cookies.DEVICE))
    kept = await _keep(new, own or _named(new), request)
    return ReceiptOut(**receipt_document(kept))


def _named(new: NewCheckIn) -> DeviceToken:
    """The token that a body names, where the browser has none of its own."""
    device = read_token(new.device)
    if device is None:
        raise InputRefused([Problem("device", "missing" if new.device is None else "token")])
    return device


async def _keep(new: NewCheckIn, device: DeviceToken, request: Request) -> Receipt:
    ghe: Installation = request.scope["state"]["ghe"]
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
    return result


class PlainCheckIns:
    """Answers plain check-ins ahead of all layers, with the same headers and line of the log."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self._headers = [(n.encode(), v.encode()) for n, v in headers_of(https=https).items()]
        self._headers.append((b"content-type", _JSON))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["path"] != _PATH or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        began, headers = perf_counter(), dict(scope["headers"])
        if not _plain(scope, headers):
            await self.app(scope, receive, send)
            return
        first, more = None, self._headers
        try:
            async with asyncio.timeout(SECONDS):
                first = await receive()
            new, device = _new(first), _own(headers)
            if device is None:
                device = _named(new)
                more = [*more, (b"set-cookie", _lasting(device))]
            receipt = await _keep(new, device, Request(scope))
        except Exception as fault:  # noqa: BLE001 - whatever it is, the route raises it
            scope[_FAULT], scope[logs.BEGAN] = fault, began
            await self.app(scope, _after(first, receive), send)
            return
        body, request_id = to_json(receipt_document(receipt)), logs.new_id()
        own = [(b"content-length", b"%d" % len(body)), (b"x-request-id", request_id.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": more + own})
        await send({"type": "http.response.body", "body": body})
        logs.say(request_id, "POST", _PATH, 200, began)


class _InPieces(Exception):
    """A body that the route has to put together."""


def _plain(scope: Scope, headers: Mapping[bytes, bytes]) -> bool:
    """Whether nothing about a request is unusual, and there is room for it."""
    if (
        headers.get(b"content-type") != _JSON
        or headers.get(b"sec-fetch-site", _site(headers)) not in _OF_OURS
    ):
        return False
    ghe: Installation = scope["state"]["ghe"]
    return not ghe.recorder.crowded


def _site(headers: Mapping[bytes, bytes]) -> bytes:
    """Where a request without `Sec-Fetch-Site` is from: without `Origin` too, from no browser."""
    return b"" if b"origin" in headers else b"none"


def _own(headers: Mapping[bytes, bytes]) -> DeviceToken | None:
    """The browser's own token, which comes before the one that a body names."""
    cookie = headers.get(b"cookie", b"").decode("latin-1")
    name, _, value = cookie.partition("=")
    if name != cookies.DEVICE or ";" in value:
        value = cookie_parser(cookie).get(cookies.DEVICE, "")
    return read_token(value)


def _lasting(device: DeviceToken) -> bytes:
    return cookies.lasting(cookies.DEVICE, device, seconds=cookies.DEVICE_SECONDS)


def _new(message: Message) -> NewCheckIn:
    if message["type"] != "http.request" or message.get("more_body"):
        raise _InPieces
    body = message["body"]
    if len(body) > LARGEST_CHECK_IN:
        raise HTTPException(413)
    return _read(body)


def _after(first: Message | None, receive: Receive) -> Receive:
    """What is received from the first message on."""
    if first is None:
        return receive
    waiting = [first]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive, send)
    fault = scope.get(_FAULT)
    if isinstance(fault, TimeoutError):
        raise HTTPException(408, headers={"connection": "close"})
    if fault is not None and not isinstance(fault, _InPieces):
        raise fault
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise InputRefused([])
    new = _read(await _body(receive))
    kept = await create_check_in(new, request)
    answer = Response(_to_json(kept), media_type="application/json")
    if read_token(request.cookies.get(cookies.DEVICE)) is None:
        answer.raw_headers.append((b"set-cookie", _lasting(_named(new))))
    await answer(scope, receive, send)


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


def _read(body: bytes) -> NewCheckIn:
    try:
        return NewCheckIn.model_validate_json(body)
    except ValidationError as fault:
        found: list[dict[str, Any]] = [
            {**error, "loc": ("body", *error["loc"])}
            for error in fault.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise RequestValidationError(found) from None


route: Final = APIRoute(
    _PATH,
    create_check_in,
    methods=["POST"],
    name="create_check_in",
    operation_id="create_check_in",
    summary="Check in",
    tags=["check-in"],
    responses=REFUSED,
)
route.app = _answer
