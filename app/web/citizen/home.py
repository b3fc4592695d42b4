"""The start page, and the field for a code that cannot be scanned."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.code_errors import TooManyGuesses
from app.domain.codes import parse_code
from app.domain.errors import CodeMistyped, CodeUnknown
from app.domain.typed_codes import grouped_typed, make_typed_code, parse_typed_code
from app.usecases import find_code
from app.web import guesses, pages, words
from app.web.answers import answer_to
from app.web.deps import Device, Ghe, Now, Reading
from app.web.problems import PROBLEMS
from app.web.state import Installation

router = APIRouter(include_in_schema=False)

_EXAMPLE: Final = grouped_typed(make_typed_code(12_345_678))


@router.get("/", name="home")
def home(request: Request, ghe: Ghe) -> HTMLResponse:
    """What Ghé is, and a field for the typed code."""
    return pages.render(request, "citizen/home.html", policy=ghe.policy, typed="", example=_EXAMPLE)


@router.get("/t", name="typed_code")
def typed_code(
    request: Request,
    ghe: Ghe,
    session: Reading,
    device: Device,
    now: Now,
    typed: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """Nine digits, or all seventeen characters, lead to the venue's page."""
    known = find_code.has_checked_in(session, device)
    watch = guesses.typed(request, ghe.guesses, now, known=known)
    translate = words.gettext(words.language(request))
    lang = {"lang": words.language(request)} if "lang" in request.query_params else {}
    try:
        try:
            digits = parse_typed_code(typed)
            with watch.looking_up():
                code = find_code.find_typed(session, digits)
        except CodeMistyped:
            code = parse_code(typed)
    except TooManyGuesses as refusal:
        answer = answer_to(refusal)
        help_ = translate(answer.help, time=words.clock(refusal.until, ghe.policy.zone))
        return _again(request, ghe, typed, answer.status, f"{translate(answer.title)}. {help_}")
    except (CodeMistyped, CodeUnknown) as refusal:
        kind = "venue" if isinstance(refusal, CodeUnknown) else "code"
        return _again(request, ghe, typed, answer_to(refusal).status, translate(PROBLEMS[kind]))
    address = request.url_for("doorstep", code=code).include_query_params(by="typed", **lang)
    return RedirectResponse(f"{address.path}?{address.query}", 303)


def _again(request: Request, ghe: Installation, typed: str, status: int, message: str) -> HTMLResponse:
    """The field once more, with what was typed and what is wrong with it."""
    return pages.render(
        request,
        "citizen/home.html",
        policy=ghe.policy,
        status=status,
        errors=[("typed", message)],
        typed=typed,
        example=_EXAMPLE,
    )
