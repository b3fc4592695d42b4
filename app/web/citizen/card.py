"""A relative registers a blank card for somebody without a phone. Once; later changes are made by people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.domain.card_numbers import grouped_card, parse_card_number
from app.domain.errors import InputRefused
from app.domain.people import contact_details
from app.usecases import register_card
from app.web import card_numbers, pages, words
from app.web.citizen.contact import MISSING
from app.web.deps import Ghe, Now, Writing
from app.web.forms import phone_number
from app.web.problems import problem_words
from app.web.state import Installation

router = APIRouter(prefix="/card", include_in_schema=False)


@router.get("", name="card")
def card_page(request: Request, ghe: Ghe) -> HTMLResponse:
    """The form."""
    return _form(request, ghe, {})


@router.post("", name="register_card")
def register(
    request: Request,
    ghe: Ghe,
    session: Writing,
    now: Now,
    number: Annotated[str, Form(max_length=card_numbers.LONGEST)] = "",
    name: Annotated[str, Form(max_length=400)] = "",
    phone: Annotated[str, Form(max_length=60)] = "",
) -> HTMLResponse:
    """Seal the details on receipt; the page that answers no longer holds them."""
    typed = {"number": number, "name": name, "phone": phone}
    try:
        card_number = parse_card_number(number)
        details = contact_details(name, phone_number(phone))
        with card_numbers.looking_up(request, ghe, now, None):
            card = register_card.register_card(
                session, card_number, details, by=None, keys=ghe.keys, policy=ghe.policy, now=now
            )
    except InputRefused as refused:
        translate = words.gettext(words.language(request))
        problems = [(p.field, problem_words(p, translate, MISSING)) for p in refused.problems]
        return _form(request, ghe, typed, 400, problems)
    except card_numbers.AT_THE_FIELD as refusal:
        status, message = card_numbers.told(request, ghe, refusal)
        return _form(request, ghe, typed, status, [("number", message)])
    return pages.render(
        request,
        "citizen/card_registered.html",
        policy=ghe.policy,
        again=pages.SHOWN_ONCE,
        number=grouped_card(card_number),
        last_day=words.calendar(card.expires_on),
    )


def _form(
    request: Request,
    ghe: Installation,
    typed: dict[str, str],
    status: int = 200,
    errors: Sequence[tuple[str, str]] = (),
) -> HTMLResponse:
    return pages.render(
        request,
        "citizen/card.html",
        policy=ghe.policy,
        status=status,
        errors=errors,
        again=pages.Again("/card", list(typed.items())) if request.method == "POST" else None,
        typed=typed,
    )
