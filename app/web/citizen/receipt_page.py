"""The receipt of a visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.usecases.give_receipt import Receipt
from app.usecases.view_venue import sign_of_the_hour
from app.web import pages
from app.web.signs import drawn_sign
from app.web.state import Installation


def receipt_page(
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
