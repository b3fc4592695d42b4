"""A holder's rights at the station: see and print the visits, take one back, delete everything."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.domain.card_numbers import parse_card_number
from app.domain.cards import Ground
from app.domain.errors import InputRefused
from app.domain.ids import VenueId, VisitId
from app.usecases import find_card, hold_card_rights
from app.web import card_numbers
from app.web.deps import Ghe, Now, Writing
from app.web.official.card_page import Clerk, Number, card_page, find_page, read_ground, visits_page

router = APIRouter(prefix="/official/cards", include_in_schema=False)

Chosen = Annotated[str, Form(max_length=40)]


@router.post("/visits", name="card_visits")
def visits(
    request: Request,
    ghe: Ghe,
    session: Writing,
    official: Clerk,
    now: Now,
    number: Number,
    ground: Chosen = "",
) -> HTMLResponse:
    """What is kept about the holder, on the record."""
    read = parse_card_number(number)
    with card_numbers.looking_up(request, ghe, now, official.id.bytes):
        card = find_card.find_card(session, read, ghe.keys)
    try:
        on = read_ground(ground)
    except InputRefused as wrong:
        return card_page(request, ghe, official, read, card, wrong=wrong)
    held = hold_card_rights.see_card_visits(
        session, official, read, ground=on, keys=ghe.keys, policy=ghe.policy, now=now
    )
    return visits_page(request, ghe, official, read, held, on)


@router.post("/visits/withdraw", name="withdraw_card_visit")
def withdraw(
    request: Request,
    ghe: Ghe,
    session: Writing,
    official: Clerk,
    now: Now,
    number: Number,
    ground: Annotated[Ground, Form()],
    venue: Annotated[UUID, Form()],
    visit: Annotated[UUID, Form()],
) -> HTMLResponse:
    """Take one visit back."""
    read = parse_card_number(number)
    with card_numbers.looking_up(request, ghe, now, official.id.bytes):
        held = hold_card_rights.withdraw_card_visit(
            session,
            official,
            read,
            VenueId(venue),
            VisitId(visit),
            ground=ground,
            keys=ghe.keys,
            policy=ghe.policy,
            now=now,
        )
    return visits_page(request, ghe, official, read, held, ground, done="withdrawn")


@router.post("/forget", name="forget_card")
def forget(
    request: Request,
    ghe: Ghe,
    session: Writing,
    official: Clerk,
    now: Now,
    number: Number,
    ground: Annotated[Ground, Form()],
) -> HTMLResponse:
    """Delete everything; afterwards the number is nobody's."""
    with card_numbers.looking_up(request, ghe, now, official.id.bytes):
        hold_card_rights.forget_card(
            session,
            official,
            parse_card_number(number),
            ground=ground,
            keys=ghe.keys,
            policy=ghe.policy,
            now=now,
        )
    return find_page(request, ghe, official, done="forgotten")
