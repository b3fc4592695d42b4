"""The receipt that nearly everybody gets, rendered once for a language and a sign, and filled in for each.

A template takes longer to render than ten check-ins take. So the page is rendered with gaps where a visit
stands, by the template itself: nothing of it is written twice.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import escape

from app.usecases.give_receipt import Receipt
from app.web import pages, words
from app.web.signs import Sign
from app.web.state import Installation

TEMPLATE: Final = "citizen/receipt.html"
_GAP: Final = re.compile(r"(?:&#34;)?@gap-(\w+)@(?:&#34;)?")
"""Where a value stands; what is a whole document stands in quotes as well."""
_MOST: Final = 500
_PAGES: dict[tuple[object, ...], list[str]] = {}
"""Text and names of gaps by turns, of the pages that were rendered."""


def is_plain(receipt: Receipt) -> bool:
    """Whether a new receipt's page says nothing but where, when and who."""
    visit = receipt.visit
    unusual = visit.left_at, visit.withdrawn_at, visit.correction, receipt.zone_name, receipt.parent_name
    return unusual == (None,) * 5 and not (receipt.for_others or visit.companions or visit.children)


def plain_receipt_page(
    request: Request, ghe: Installation, receipt: Receipt, sign: Sign, phone: dict[str, object]
) -> HTMLResponse:
    """The page of a plain receipt, of one that was not there before."""
    lang, kept = words.language(request, TEMPLATE), pages.kept_language(request)
    key = (lang, words.INSTEAD.get(lang), kept, receipt.contact, sign.name_slug, ghe.policy)
    if key not in _PAGES:
        if len(_PAGES) >= _MOST:
            _PAGES.clear()
        _PAGES[key] = _GAP.split(_with_gaps(request, ghe, receipt, sign))
    visit, place, zone = receipt.visit, receipt.venue, ghe.policy.zone
    values = {
        "venue": str(place.id),
        "visit": str(visit.id),
        "token": receipt.check_out_token,
        "name": escape(place.name),
        "address": escape(place.registration.address),
        "clock": words.clock(visit.entered_at, zone),
        "date": words.calendar(visit.entered_at.astimezone(zone).date(), lang),
        "digits": sign.digits,
        "now": str(int(ghe.clock().timestamp() * 1000)),
        "phone": escape(str(htmlsafe_json_dumps(phone, sort_keys=True))),
    }
    parts = list(_PAGES[key])
    parts[1::2] = [values[name] for name in parts[1::2]]
    return HTMLResponse("".join(parts), headers=pages.headers_in(lang))


def _with_gaps(request: Request, ghe: Installation, receipt: Receipt, sign: Sign) -> str:
    fields = [(name, _gap(name)) for name in ("venue", "visit", "token")]
    place: Any = SimpleNamespace(
        id=_gap("venue"), name=_gap("name"), registration=SimpleNamespace(address=_gap("address"))
    )
    page = pages.render(
        request,
        TEMPLATE,
        policy=ghe.policy,
        again=pages.Again("/visit/show", fields),
        fields=fields,
        receipt=replace(receipt, venue=place),
        sign=replace(sign, digits=_gap("digits")),
        already=False,
        scanned_again=False,
        contact_left=False,
        sealed_here=True,
        phone=_gap("phone"),
        recovery="",
        typed={"name": "", "phone": ""},
        company={"companions": "", "children": ""},
        now_ms=_gap("now"),
        clock=_clock,
        calendar=_calendar,
    )
    return bytes(page.body).decode()


def _gap(name: str) -> str:
    return f"@gap-{name}@"


def _clock(_moment: datetime) -> str:
    return _gap("clock")


def _calendar(_moment: datetime) -> str:
    return _gap("date")
