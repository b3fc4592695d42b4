"""What a citizen leaves with a visit: a name and a number."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.domain.errors import InputRefused
from app.domain.people import contact_details
from app.usecases import change_visit, leave_contact
from app.web import words
from app.web.citizen.receipt_page import receipt_page
from app.web.citizen.visit import Key
from app.web.deps import Ghe, Writing
from app.web.forms import phone_number
from app.web.problems import problem_words
from app.web.sealed_contacts import read_sealed
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

router = APIRouter(include_in_schema=False)

MISSING: Final = {"name": N_("Write your name")}


@router.post("/visit/contact", name="leave_contact")
def leave_details(
    request: Request,
    key: Key,
    ghe: Ghe,
    session: Writing,
    name: Annotated[str, Form(max_length=400)] = "",
    phone: Annotated[str, Form(max_length=60)] = "",
    sealed: Annotated[str, Form(max_length=600)] = "",
    person: Annotated[str, Form(max_length=60)] = "",
    epoch: Annotated[str, Form(max_length=60)] = "",
) -> HTMLResponse:
    """A name and a number, sealed on the phone or on receipt. The visit is recorded already in any case."""
    if sealed:
        contact = read_sealed(epoch=epoch, person=person, blob=sealed)
        receipt = leave_contact.leave_sealed_contact(session, key, contact, keys=ghe.keys, policy=ghe.policy)
        return receipt_page(request, ghe, receipt, already=True, contact_left=True, sealed_here=False)
    try:
        details = contact_details(name, phone_number(phone))
    except InputRefused as refused:
        receipt = change_visit.show(session, key, keys=ghe.keys, policy=ghe.policy)
        translate = words.gettext(words.language(request, "citizen/receipt.html"))
        return receipt_page(
            request,
            ghe,
            receipt,
            already=True,
            status=400,
            errors=[(p.field, problem_words(p, translate, MISSING)) for p in refused.problems],
            typed={"name": name, "phone": phone},
        )
    receipt = leave_contact.leave_contact(session, key, details, keys=ghe.keys, policy=ghe.policy)
    return receipt_page(request, ghe, receipt, already=True, contact_left=True)
