"""Staff begin and end their shift in one tap each, by the link of their staff room.

Plain forms, as at a door: the visit's id, the browser's first token and the check-out token travel in them.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.assurance import Assurance
from app.domain.errors import Refusal, VisitIdMalformed
from app.domain.ids import VisitId
from app.usecases import change_visit, open_shift
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from app.vault.tokens import read_token, written
from app.web import cookies, pages
from app.web.citizen.visit import Key
from app.web.deps import Device, Ghe, Now, Reading, Writing
from app.web.state import Installation

router = APIRouter(prefix="/shift", include_in_schema=False)


@router.get("/{key}", name="shift")
def shift(request: Request, key: str, ghe: Ghe, session: Reading, device: Device, now: Now) -> HTMLResponse:
    """One button: begin, or end what has begun."""
    found = open_shift.open_shift(session, key, device, keys=ghe.keys, policy=ghe.policy, now=now)
    return _page(request, ghe, key, found, found.here)


@router.post("/{key}", name="begin_shift")
def begin(
    request: Request,
    key: str,
    ghe: Ghe,
    device: Device,
    now: Now,
    visit: Annotated[UUID, Form()],
    given: Annotated[str, Form(alias="device", max_length=60)] = "",
) -> Response:
    """The tap that begins a shift; the page comes after the commit, and a reload repeats without doubling."""
    with ghe.database.reading() as session:
        found = open_shift.open_shift(session, key, device, keys=ghe.keys, policy=ghe.policy, now=now)
    holder = device or read_token(given)
    if holder is None:
        raise VisitIdMalformed("no device")
    # Only here: nothing that a poster or its page sends makes a check-in one of staff.
    command = CheckIn(found.code, VisitId(visit), holder, Assurance.STAFF)
    result = ghe.recorder.submit(command).result()
    if isinstance(result, Refusal):
        raise result
    page = _page(request, ghe, key, found, result)
    if device is None:
        cookies.put(page, cookies.DEVICE, holder, seconds=cookies.DEVICE_SECONDS)
    return page


@router.post("/{key}/end", name="end_shift")
def end(request: Request, key: str, ghe: Ghe, session: Writing, visit: Key, now: Now) -> Response:
    """The tap that ends it, whatever has become of the link meanwhile."""
    receipt = change_visit.check_out(session, visit, keys=ghe.keys, policy=ghe.policy, now=now)
    return _page(request, ghe, key, None, receipt)


def _page(
    request: Request, ghe: Installation, key: str, found: open_shift.Shift | None, receipt: Receipt | None
) -> HTMLResponse:
    visit = None if receipt is None else receipt.visit
    fields = (
        []
        if receipt is None
        else [("venue", receipt.visit.venue), ("visit", receipt.visit.id), ("token", receipt.check_out_token)]
    )
    venue = receipt.venue if receipt is not None else found.venue if found is not None else None
    return pages.render(
        request,
        "venue/shift.html",
        policy=ghe.policy,
        key=key,
        venue=venue,
        shift=found,
        device=written(found.fresh_device) if found is not None and found.fresh_device else "",
        visit=visit,
        fields=fields,
    )
