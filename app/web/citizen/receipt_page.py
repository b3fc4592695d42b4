"""The receipt of a visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.domain.venue_kinds import TYPICAL_STAY
from app.usecases.give_receipt import Receipt
from app.usecases.view_venue import sign_of_the_hour
from app.web import pages
from app.web.citizen.plain_receipt import TEMPLATE, is_plain, plain_receipt_page
from app.web.signs import Sign, drawn_sign
from app.web.state import Installation


def new_receipt_page(request: Request, ghe: Installation, receipt: Receipt, *, recovery: str) -> HTMLResponse:
    """The page that answers a check-in."""
    if recovery or not is_plain(receipt):
        return receipt_page(request, ghe, receipt, recovery=recovery)
    return plain_receipt_page(request, ghe, receipt, _sign(ghe, receipt), _for_the_phone(receipt))


def receipt_page(
    request: Request,
    ghe: Installation,
    receipt: Receipt,
    *,
    already: bool = False,
    scanned_again: bool = False,
    contact_left: bool = False,
    sealed_here: bool = True,
    recovery: str = "",
    status: int = 200,
    errors: Sequence[tuple[str, str]] = (),
    typed: Mapping[str, str] = MappingProxyType({"name": "", "phone": ""}),
    company: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """One page for every state of a visit, so that a guard learns one picture."""
    visit = receipt.visit
    fields = [("venue", visit.venue), ("visit", visit.id), ("token", receipt.check_out_token)]
    return pages.render(
        request,
        "citizen/withdrawn.html" if visit.withdrawn_at else TEMPLATE,
        policy=ghe.policy,
        status=status,
        errors=errors,
        again=pages.Again("/visit/show", fields),
        fields=fields,
        receipt=receipt,
        sign=_sign(ghe, receipt),
        already=already,
        scanned_again=scanned_again,
        contact_left=contact_left,
        sealed_here=sealed_here,
        phone=_for_the_phone(receipt),
        recovery=recovery,
        typed=typed,
        company=company or {"companions": visit.companions or "", "children": visit.children or ""},
    )


def _sign(ghe: Installation, receipt: Receipt) -> Sign:
    entered = receipt.visit.entered_at
    return drawn_sign(sign_of_the_hour(receipt.venue.id, keys=ghe.keys, policy=ghe.policy, now=entered))


def _for_the_phone(receipt: Receipt) -> dict[str, object]:
    """What the page's script needs of a receipt: to end the visit offline, to seal details, for the diary."""
    visit = receipt.visit
    return {
        "id": str(visit.id),
        "venue": str(visit.venue),
        "token": receipt.check_out_token,
        "version": visit.version,
        "person": str(receipt.person),
        "name": receipt.venue.name,
        "address": receipt.venue.registration.address,
        "zone": receipt.zone_name,
        "enteredAt": _milliseconds(visit.entered_at),
        "typical": TYPICAL_STAY[receipt.venue.registration.kind] // timedelta(milliseconds=1),
        "leftAt": None if visit.left_at is None else _milliseconds(visit.left_at),
        "withdrawn": visit.withdrawn_at is not None,
        "contact": receipt.contact,
    }


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
