"""Linking browsers: one shows a code, the other types it; and coming back with a recovery code."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.domain.code_errors import TooManyGuesses
from app.domain.errors import Refusal
from app.domain.join_errors import (
    AlreadyJoined,
    JoinCodeExpired,
    JoinCodeUnknown,
    JoinCodeUsed,
    RecoveryMistyped,
    RecoveryUnknown,
)
from app.domain.joins import Kind, grouped_join, parse_join_code
from app.domain.recovery_codes import parse_recovery_code
from app.usecases.join_browsers import join_browsers, show_join_code
from app.usecases.recover_person import recover_person
from app.usecases.show_own_visits import summarise
from app.web import cookies, guesses, words
from app.web.answers import answer_to
from app.web.citizen.my_device import ByCookie, Mine, Posted, by_code
from app.web.citizen.my_page import my_page, sentence, start_page
from app.web.citizen.my_words import ASKED_KINDS, KINDS
from app.web.deps import Ghe, Now, Writing
from app.web.state import Installation

router = APIRouter(prefix="/my", include_in_schema=False)

_AT_THE_FIELD: Final = (
    AlreadyJoined,
    JoinCodeExpired,
    JoinCodeUnknown,
    JoinCodeUsed,
    RecoveryMistyped,
    RecoveryUnknown,
    TooManyGuesses,
)


@router.post("/link", name="show_join_code")
def link(request: Request, ghe: Ghe, session: Writing, mine: Posted, now: Now) -> HTMLResponse:
    """Eight digits for the other browser."""
    shown = show_join_code(session, mine.device, keys=ghe.keys, now=now)
    return my_page(
        request,
        ghe,
        "citizen/my_link.html",
        mine,
        shown_once=True,
        code=grouped_join(shown.code),
        until=shown.expires_at,
    )


@router.get("/join", name="join_browser")
def join(request: Request, ghe: Ghe, mine: ByCookie) -> HTMLResponse:
    """The field for the eight digits, and what will happen."""
    return _join_form(request, ghe, mine)


@router.post("/join", name="join_browsers")
def joined(
    request: Request,
    ghe: Ghe,
    session: Writing,
    mine: Posted,
    now: Now,
    code: Annotated[str, Form(max_length=40)] = "",
    kind: Annotated[str, Form(max_length=20)] = Kind.BROWSER.value,
) -> HTMLResponse:
    """Make this browser the person of the one that shows the code."""
    chosen = Kind(kind) if kind in ASKED_KINDS else Kind.BROWSER
    try:
        with guesses.joining(request, ghe.guesses, now, mine.device).looking_up():
            done = join_browsers(
                session,
                parse_join_code(code),
                mine.device,
                kind=chosen,
                keys=ghe.keys,
                policy=ghe.policy,
                now=now,
            )
    except _AT_THE_FIELD as refusal:
        return _join_form(request, ghe, mine, code=code, kind=chosen, refusal=refusal)
    page = my_page(request, ghe, "citizen/my_joined.html", mine, shown_once=True, done=done)
    if mine.device is None:
        cookies.put(page, cookies.DEVICE, done.device, seconds=cookies.DEVICE_SECONDS)
    return page


def _join_form(
    request: Request,
    ghe: Installation,
    mine: Mine,
    *,
    code: str = "",
    kind: Kind = Kind.BROWSER,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    translate = words.gettext(words.language(request))
    return my_page(
        request,
        ghe,
        "citizen/my_join.html",
        mine,
        status=200 if refusal is None else answer_to(refusal).status,
        errors=[] if refusal is None else [("code", sentence(request, ghe, refusal))],
        shown_once=refusal is not None,
        code=code,
        kinds=[(one.value, translate(KINDS[one]), "") for one in ASKED_KINDS],
        kind=kind.value,
    )


@router.get("/recover", name="recover")
def recover(request: Request, ghe: Ghe, mine: ByCookie) -> HTMLResponse:
    """The field for the 25 digits."""
    return my_page(request, ghe, "citizen/my_recover.html", mine, code="")


@router.post("/recover", name="recover_person")
def recovered(
    request: Request,
    ghe: Ghe,
    session: Writing,
    mine: Posted,
    now: Now,
    code: Annotated[str, Form(max_length=60)] = "",
) -> HTMLResponse:
    """Make this browser the person of a recovery code; without cookies, the pages carry the code on."""
    try:
        digits = parse_recovery_code(code)
        with guesses.joining(request, ghe.guesses, now, mine.device).looking_up():
            done = recover_person(session, digits, mine.device, now=now)
    except _AT_THE_FIELD as refusal:
        return my_page(
            request,
            ghe,
            "citizen/my_recover.html",
            mine,
            status=answer_to(refusal).status,
            errors=[("code", sentence(request, ghe, refusal))],
            shown_once=True,
            code=code,
        )
    known = mine if mine.device is not None else by_code(digits)
    page = start_page(
        request,
        ghe,
        known,
        summarise(session, done.device, keys=ghe.keys),
        done="joined" if done.joined else "recovered",
    )
    if mine.device is None:
        cookies.put(page, cookies.DEVICE, done.device, seconds=cookies.DEVICE_SECONDS)
    return page
