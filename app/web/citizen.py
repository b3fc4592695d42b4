"""What a citizen does at a door: open the poster's address, check in, leave, leave a number.

Plain forms. Nothing here needs script, storage or a cookie: the visit's id, the browser's first token and the
check-out token travel in the forms, so a reload sends the same visit again and keeps it once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.codes import grouped_typed, make_typed_code, parse_code, parse_typed_code
from app.domain.errors import CodeMistyped, CodeUnknown, InputRefused, Refusal, VisitIdMalformed
from app.domain.ids import VenueId, VisitId
from app.domain.people import contact_details
from app.domain.visits import Assurance
from app.usecases import change_visit, open_poster_address
from app.usecases.change_visit import VisitKey
from app.usecases.check_in import CheckIn, Receipt
from app.usecases.view_venue import sign_of_the_hour
from app.vault.tokens import read_token, written
from app.web import cookies, pages, words
from app.web.deps import Device, Ghe, Now, Reading, Writing
from app.web.errors import PROBLEMS, answer_to, problem_words
from app.web.forms import phone_number, uuid_field
from app.web.signs import drawn_sign
from app.web.state import Installation
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

router = APIRouter(include_in_schema=False)

_EXAMPLE: Final = grouped_typed(make_typed_code(12_345_678))

MISSING: Final = {"name": N_("Write your name")}


@router.get("/", name="home")
def home(request: Request, ghe: Ghe) -> HTMLResponse:
    """What Ghé is, and a field for the typed code."""
    return pages.render(request, "citizen/home.html", policy=ghe.policy, typed="", example=_EXAMPLE)


@router.get("/t", name="typed_code")
def typed_code(
    request: Request, ghe: Ghe, session: Reading, typed: Annotated[str, Query(max_length=60)] = ""
) -> Response:
    """Nine digits, or all seventeen characters, lead to the venue's page."""
    lang = {"lang": words.language(request)} if "lang" in request.query_params else {}
    try:
        try:
            code = open_poster_address.find_typed(session, parse_typed_code(typed))
        except CodeMistyped:
            code = parse_code(typed)
    except (CodeMistyped, CodeUnknown) as refusal:
        kind = "venue" if isinstance(refusal, CodeUnknown) else "code"
        message = words.gettext(words.language(request))(PROBLEMS[kind])
        return pages.render(
            request,
            "citizen/home.html",
            policy=ghe.policy,
            status=answer_to(refusal).status,
            errors=[("typed", message)],
            typed=typed,
            example=_EXAMPLE,
        )
    address = request.url_for("doorstep", code=code).include_query_params(by="typed", **lang)
    return RedirectResponse(f"{address.path}?{address.query}", 303)


@router.get("/V/{code}", name="doorstep_printed")
@router.get("/v/{code}", name="doorstep")
def doorstep(
    request: Request, code: str, ghe: Ghe, session: Reading, device: Device, now: Now
) -> HTMLResponse:
    """The venue's name and address before anything is recorded, or the receipt of a visit still open."""
    door = open_poster_address.open_poster_address(
        session, parse_code(code), device, keys=ghe.keys, policy=ghe.policy, now=now
    )
    if door.here is not None:
        return _receipt_page(request, ghe, door.here, already=True, scanned_again=True)
    return pages.render(
        request,
        "citizen/door.html",
        policy=ghe.policy,
        door=door,
        device=written(door.fresh_device) if door.fresh_device else "",
        by="typed" if request.query_params.get("by") == "typed" else "static",
    )


@router.post("/V/{code}", name="check_in_printed")
@router.post("/v/{code}", name="check_in")
async def check_in(request: Request, code: str, ghe: Ghe) -> Response:
    """The tap that checks in: 200 with the receipt after the commit; a reload repeats, changes nothing."""
    form = await request.form()
    own = read_token(request.cookies.get(cookies.DEVICE))
    device = own or read_token(str(form.get("device", "")))
    if device is None:
        raise VisitIdMalformed("no device")
    assurance = Assurance.TYPED if form.get("by") == "typed" else Assurance.STATIC
    visit = VisitId(uuid_field(str(form.get("visit", ""))))
    command = CheckIn(parse_code(code), visit, device, assurance)
    result = await asyncio.wrap_future(ghe.recorder.submit(command))
    if isinstance(result, Refusal):
        raise result
    page = _receipt_page(request, ghe, result)
    if own is None:
        cookies.put(page, cookies.DEVICE, device, seconds=cookies.DEVICE_SECONDS)
    return page


def _visit_key(
    venue: Annotated[UUID, Form()], visit: Annotated[UUID, Form()], token: Annotated[str, Form(max_length=40)]
) -> VisitKey:
    return VisitKey(VenueId(venue), VisitId(visit), token)


Key = Annotated[VisitKey, Depends(_visit_key)]


@router.post("/visit/leave", name="check_out")
def check_out(request: Request, key: Key, ghe: Ghe, session: Writing, now: Now) -> HTMLResponse:
    """The tap that checks out."""
    receipt = change_visit.check_out(session, key, keys=ghe.keys, policy=ghe.policy, now=now)
    return _receipt_page(request, ghe, receipt)


@router.post("/visit/stay", name="stay")
def stay(request: Request, key: Key, ghe: Ghe, session: Writing) -> HTMLResponse:
    """*Still here*: undo the check-out."""
    return _receipt_page(
        request, ghe, change_visit.stay(session, key, keys=ghe.keys, policy=ghe.policy), already=True
    )


@router.post("/visit/withdraw", name="withdraw")
def withdraw(request: Request, key: Key, ghe: Ghe, session: Writing, now: Now) -> HTMLResponse:
    """Take the visit back."""
    receipt = change_visit.withdraw(session, key, keys=ghe.keys, policy=ghe.policy, now=now)
    return _receipt_page(request, ghe, receipt)


@router.post("/visit/show", name="show_receipt")
def show_receipt(request: Request, key: Key, ghe: Ghe, session: Reading) -> HTMLResponse:
    """The receipt as it stands, in the language asked for."""
    receipt = change_visit.show(session, key, keys=ghe.keys, policy=ghe.policy)
    return _receipt_page(request, ghe, receipt, already=True)


@router.post("/visit/contact", name="leave_contact")
def leave_contact(
    request: Request,
    key: Key,
    ghe: Ghe,
    session: Writing,
    name: Annotated[str, Form(max_length=400)] = "",
    phone: Annotated[str, Form(max_length=60)] = "",
) -> HTMLResponse:
    """A name and a number, sealed on receipt. The visit is recorded already, whatever happens here."""
    try:
        details = contact_details(name, phone_number(phone))
    except InputRefused as refused:
        receipt = change_visit.show(session, key, keys=ghe.keys, policy=ghe.policy)
        translate = words.gettext(words.language(request))
        return _receipt_page(
            request,
            ghe,
            receipt,
            already=True,
            status=400,
            errors=[(p.field, problem_words(p, translate, MISSING)) for p in refused.problems],
            typed={"name": name, "phone": phone},
        )
    receipt = change_visit.leave_contact(session, key, details, keys=ghe.keys, policy=ghe.policy)
    return _receipt_page(request, ghe, receipt, already=True, contact_left=True)


def _receipt_page(
    request: Request,
    ghe: Installation,
    receipt: Receipt,
    *,
    already: bool = False,
    scanned_again: bool = False,
    contact_left: bool = False,
    status: int = 200,
    errors: Sequence[tuple[str, str]] = (),
    typed: Mapping[str, str] = MappingProxyType({"name": "", "phone": ""}),
) -> HTMLResponse:
    """One page for every state of a visit, so that a guard learns one picture."""
    visit = receipt.visit
    fields = [("venue", visit.venue), ("visit", visit.id), ("token", receipt.check_out_token)]
    sign = sign_of_the_hour(receipt.venue.id, keys=ghe.keys, policy=ghe.policy, now=visit.entered_at)
    return pages.render(
        request,
        "citizen/withdrawn.html" if visit.withdrawn_at else "citizen/receipt.html",
        policy=ghe.policy,
        status=status,
        errors=errors,
        again=pages.Again("/visit/show", fields),
        fields=fields,
        receipt=receipt,
        sign=drawn_sign(sign),
        already=already,
        scanned_again=scanned_again,
        contact_left=contact_left,
        typed=typed,
    )
