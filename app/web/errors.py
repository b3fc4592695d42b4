"""Answers every refusal: a page for people, problem+json under /api. The words are those of `answers`."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.domain import code_errors, errors, held_errors
from app.store.db import DATABASE_FAULTS
from app.web import pages, words
from app.web.answers import FAULT, MALFORMED, NOT_FOUND, answer_to
from app.web.deps import SignInNeeded
from app.web.problems import NOTHING, problem_words
from app.web.refusals.answer import Answer
from app.web.security import headers_of
from app.web.state import Installation

_log: Any = structlog.get_logger("ghe")


def install(app: FastAPI) -> None:
    """Give every refusal its answer."""
    app.add_exception_handler(errors.Refusal, _refusal)
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    for fault in DATABASE_FAULTS:
        app.add_exception_handler(fault, _database_fault)
    app.add_exception_handler(Exception, _fault)


def show(
    request: Request,
    answer: Answer,
    problems: tuple[errors.Problem, ...] = (),
    values: Mapping[str, str] = NOTHING,
    here: str = "",
) -> Response:
    """As problem+json (RFC 9457) under /api, as a page elsewhere. What was sent is never sent back.

    `values` fill the gaps in the words of the answer. `here` is the page's own address where asking it again
    is what mends it.
    """
    translate = words.gettext(words.language(request))
    headers = {"retry-after": come_again()} if answer.status == 503 else {}  # noqa: PLR2004 - RFC 9110 asks for it
    if request.url.path.startswith("/api/"):
        body = {
            "type": f"/problems/{answer.slug}",
            "title": translate(answer.title),
            "status": answer.status,
            "detail": translate(answer.help, **values),
        }
        if problems:
            body["errors"] = [
                {"pointer": f"/{p.field}", "detail": problem_words(p, translate)} for p in problems
            ]
        return JSONResponse(body, answer.status, headers, media_type="application/problem+json")
    ghe: Installation = request.state.ghe
    page = pages.render(
        request,
        "problem.html",
        policy=ghe.policy,
        status=answer.status,
        title=translate(answer.title),
        help=translate(answer.help, **values),
        area=request.url.path.split("/")[1],
        here=here,
    )
    page.headers.update(headers)
    return page


def come_again() -> str:
    """Seconds, another number for each: who is sent away together does not come back together."""
    return str(random.randint(*_COME_AGAIN))  # noqa: S311 - spreads a crowd, keeps no secret


def spread() -> list[int]:
    """The seconds that `come_again` chooses from, none of them near its neighbour."""
    first, last = _COME_AGAIN
    return [*range(first, last + 1, 3), *range(first + 1, last + 1, 3), *range(first + 2, last + 1, 3)]


_COME_AGAIN: Final = (2, 9)
_LOOK_AGAIN: Final = "2"


async def _database_fault(request: Request, fault: Exception) -> Response:
    _log.error("database fault", exc_info=fault)
    return show(request, answer_to(errors.NotNow()))


async def _refusal(request: Request, refusal: Exception) -> Response:
    if isinstance(refusal, errors.InputRefused):
        return show(request, MALFORMED, refusal.problems)
    assert isinstance(refusal, errors.Refusal)  # noqa: S101 - registered for this type
    coming = isinstance(refusal, held_errors.StillComputing) and request.method == "GET"
    here = f"{request.url.path}?{request.url.query}" if coming else ""
    answer = show(request, answer_to(refusal), values=_values(request, refusal), here=here)
    if isinstance(refusal, code_errors.TooManyGuesses):
        ghe: Installation = request.state.ghe
        wait = (refusal.until - ghe.clock()).total_seconds()
        answer.headers["retry-after"] = str(max(1, math.ceil(wait)))
    if coming:
        # Soon: those who look at the numbers of a whole city are few.
        answer.headers["refresh"] = answer.headers["retry-after"] = _LOOK_AGAIN
    return answer


def _values(request: Request, refusal: errors.Refusal) -> Mapping[str, str]:
    """What fills the gaps in the words of a refusal."""
    if isinstance(refusal, errors.NameNotPrintable):
        return {"characters": refusal.characters}
    if isinstance(refusal, code_errors.TooManyGuesses):
        ghe: Installation = request.state.ghe
        return {"time": words.clock(refusal.until, ghe.policy.zone)}
    return NOTHING


async def _sign_in(request: Request, needed: Exception) -> Response:
    assert isinstance(needed, SignInNeeded)  # noqa: S101 - registered for this type
    return RedirectResponse(f"{needed.address}{pages.kept_language(request)}", 303)


async def _malformed(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestValidationError)  # noqa: S101 - registered for this type
    # The framework's own answer would echo what was typed: a phone number, a name.
    found = [(e["loc"], _FAULTS.get(e["type"], "form")) for e in fault.errors()[:_MOST_PROBLEMS]]
    problems = tuple(errors.Problem(str(where[1]), kind) for where, kind in found if _is_field(where))
    return show(request, MALFORMED, problems)


_MOST_PROBLEMS: Final = 20
"""A body of a thousand wrong fields is not answered with a thousand lines."""
_FAULTS: Final = {"missing": "missing", "extra_forbidden": "unexpected"}


def _is_field(where: tuple[str | int, ...]) -> bool:
    """Whether a fault stands in a field of a body: not in an address, nor in a body without sense."""
    return len(where) > 1 and where[0] == "body" and isinstance(where[1], str)


async def _http(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)  # noqa: S101 - registered for this type
    if fault.status_code == 404:  # noqa: PLR2004 - not found
        return show(request, NOT_FOUND)
    answer = show(request, Answer(fault.status_code, "http", MALFORMED.title, MALFORMED.help))
    answer.headers.update(fault.headers or {})
    return answer


async def _fault(request: Request, _fault: Exception) -> Response:
    answer = show(request, FAULT)
    # This answer is made outside every layer, so the headers that a layer adds are put on here.
    ghe: Installation = request.state.ghe
    https = ghe.settings.public_url.startswith("https:")
    answer.headers.update(headers_of(https=https))
    return answer
