"""Cards at a health station: look one up, register it, block it, replace it. A number is in no address."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.domain.card_numbers import grouped_card, parse_card_number
from app.domain.cards import UnblockReason
from app.domain.errors import InputRefused, Problem
from app.domain.people import contact_details
from app.usecases import change_card, find_card, register_card
from app.web import card_numbers
from app.web.deps import Ghe, Now, Writing
from app.web.forms import phone_number
from app.web.official.card_page import Clerk, Number, card_page, find_page

router = APIRouter(prefix="/official/cards", include_in_schema=False)

REGISTERED: Final = "registered"
BLOCKED: Final = "blocked"
UNBLOCKED: Final = "unblocked"
REPLACED: Final = "replaced"


@router.get("", name="cards")
def cards(request: Request, ghe: Ghe, official: Clerk) -> HTMLResponse:
    """The field for a number."""
    return find_page(request, ghe, official)


@router.post("/card", name="look_card_up")
def look_up(
    request: Request, ghe: Ghe, session: Writing, official: Clerk, now: Now, number: Number = ""
) -> HTMLResponse:
    """What a card is; never whose."""
    try:
        read = parse_card_number(number)
        with card_numbers.looking_up(request, ghe, now, official.id.bytes):
            card = change_card.read_card(session, official, read, keys=ghe.keys, now=now)
    except card_numbers.AT_THE_FIELD as refusal:
        return find_page(request, ghe, official, typed=number, refusal=refusal)
    return card_page(request, ghe, official, read, card)


@router.post("/register", name="register_card_here")
def register(
    request: Request,
    ghe: Ghe,
    session: Writing,
    official: Clerk,
    now: Now,
    number: Number,
    name: Annotated[str, Form(max_length=400)] = "",
    phone: Annotated[str, Form(max_length=60)] = "",
) -> HTMLResponse:
    """Give a blank card to somebody."""
    read = parse_card_number(number)
    typed = {"name": name, "phone": phone}
    with card_numbers.looking_up(request, ghe, now, official.id.bytes):
        card = find_card.find_card(session, read, ghe.keys)
    try:
        details = contact_details(name, phone_number(phone))
        card = register_card.register_card(
            session, read, details, by=official, keys=ghe.keys, policy=ghe.policy, now=now
        )
    except InputRefused as wrong:
        return card_page(request, ghe, official, read, card, wrong=wrong, typed=typed)
    return card_page(request, ghe, official, read, card, done=REGISTERED)


@router.post("/block", name="block_card")
def block(
    request: Request, ghe: Ghe, session: Writing, official: Clerk, now: Now, number: Number
) -> HTMLResponse:
    """One tap; the page that answers offers to undo it."""
    read = parse_card_number(number)
    with card_numbers.looking_up(request, ghe, now, official.id.bytes):
        card = change_card.block_card(session, official, read, keys=ghe.keys, now=now)
    return card_page(request, ghe, official, read, card, done=BLOCKED)


@router.post("/unblock", name="unblock_card")
def unblock(
    request: Request,
    ghe: Ghe,
    session: Writing,
    official: Clerk,
    now: Now,
    number: Number,
    reason: Annotated[str, Form(max_length=40)] = "",
) -> HTMLResponse:
    """A new decision, with a reason."""
    read = parse_card_number(number)
    with card_numbers.looking_up(request, ghe, now, official.id.bytes):
        card = find_card.find_card(session, read, ghe.keys)
    if reason not in set(UnblockReason):
        missing = InputRefused([Problem("reason", "missing")])
        return card_page(request, ghe, official, read, card, wrong=missing)
    why = UnblockReason(reason)
    card = change_card.unblock_card(session, official, read, reason=why, keys=ghe.keys, now=now)
    return card_page(request, ghe, official, read, card, done=UNBLOCKED)


@router.post("/replace", name="replace_card")
def replace(
    request: Request,
    ghe: Ghe,
    session: Writing,
    official: Clerk,
    now: Now,
    number: Number,
    new: Number = "",
) -> HTMLResponse:
    """The same person, another number: the page that answers is the new card's."""
    read = parse_card_number(number)
    with card_numbers.looking_up(request, ghe, now, official.id.bytes):
        card = find_card.find_card(session, read, ghe.keys)
    try:
        other = parse_card_number(new)
        with card_numbers.looking_up(request, ghe, now, official.id.bytes):
            taken = change_card.replace_card(
                session, official, read, other, keys=ghe.keys, policy=ghe.policy, now=now
            )
    except card_numbers.AT_THE_FIELD as refusal:
        return card_page(request, ghe, official, read, card, wrong=("new", refusal), typed={"new": new})
    return card_page(request, ghe, official, other, taken, done=REPLACED, typed={"old": grouped_card(read)})
