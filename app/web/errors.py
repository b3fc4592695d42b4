"""One table: every refusal, its status, its slug and its words. Pages and API read the same row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.domain import errors
from app.web import pages, words
from app.web.deps import SignInNeeded
from app.web.state import Installation
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking


@dataclass(frozen=True, slots=True)
class Answer:
    """How a refusal is told: what is wrong, and how to mend it."""

    status: int
    slug: str
    title: str
    help: str


ANSWERS: Final[dict[type[errors.Refusal], Answer]] = {
    errors.CodeMistyped: Answer(
        400,
        "code-mistyped",
        N_("This code has a mistake in it"),
        N_("Scan the poster again, or type the nine digits printed beside the symbol."),
    ),
    errors.CodeUnknown: Answer(
        404,
        "code-unknown",
        N_("No venue has this code"),
        N_("Check the address on the poster. If it is right, ask the staff to check you in."),
    ),
    errors.CodeRevoked: Answer(
        410,
        "code-revoked",
        N_("This poster is out of date"),
        N_("The venue has a new code. Scan the new poster, or ask the staff."),
    ),
    errors.VenueClosed: Answer(
        410,
        "venue-closed",
        N_("This venue no longer takes check-ins"),
        N_("There is nothing you need to do."),
    ),
    errors.VenueUnknown: Answer(
        404, "venue-unknown", N_("There is no such venue"), N_("Go back to the list of your venues.")
    ),
    errors.EntryTooOld: Answer(
        409,
        "entry-too-old",
        N_("This check-in is more than two days old"),
        N_("It was not recorded. Scan the poster again when you are there."),
    ),
    errors.EntryInFuture: Answer(
        409,
        "entry-in-future",
        N_("The clock of your phone is ahead"),
        N_("Set the clock to automatic and scan the poster again."),
    ),
    errors.VisitIdMalformed: Answer(
        400,
        "visit-id-malformed",
        N_("This form is damaged"),
        N_("Nothing was recorded. Scan the poster again."),
    ),
    errors.VisitUnknown: Answer(
        404,
        "visit-unknown",
        N_("This receipt is no longer kept"),
        N_("Visits are deleted after their time. There is nothing you need to do."),
    ),
    errors.VisitWithdrawn: Answer(
        410,
        "visit-withdrawn",
        N_("You have taken this visit back"),
        N_("It stays deleted. If you come again, scan the poster again."),
    ),
    errors.VisitOfAnother: Answer(
        409,
        "visit-of-another",
        N_("This form belongs to another phone"),
        N_("Nothing was recorded. Scan the poster with your own phone."),
    ),
    errors.LeftBeforeEntry: Answer(
        409, "left-before-entry", N_("You cannot leave before you came"), N_("Check the time and try again.")
    ),
    errors.KeyDestroyed: Answer(
        410,
        "day-destroyed",
        N_("That day has been deleted"),
        N_("Its keys were destroyed on time. Nobody can open it any more."),
    ),
    errors.OwnerKeyUnknown: Answer(
        403,
        "owner-key-unknown",
        N_("No owner has this key"),
        N_("Check the 20 characters on the sheet you kept when you registered."),
    ),
    errors.NotNow: Answer(
        503,
        "not-now",
        N_("Too many people at once"),
        N_("Nothing is lost. Press the button again in a few seconds."),
    ),
}

_NOT_FOUND = Answer(404, "not-found", N_("This page does not exist"), N_("Check the address and try again."))
_MALFORMED = Answer(422, "malformed", N_("This request is not complete"), N_("Go back and try again."))
_FAULT = Answer(
    500, "fault", N_("Something went wrong on our side"), N_("Nothing was recorded. Try again in a moment.")
)

PROBLEMS: Final = {
    "missing": N_("Fill in this field"),
    "too_long": N_("Use at most %(longest)s characters"),
    "markup": N_("Leave out the signs < > and {{"),
    "range": N_("Use a whole number from %(least)s to %(most)s"),
    "hours": N_("Closing time is after opening time; after midnight counts as the next day"),
    "never_open": N_("Choose at least one day"),
    "position": N_("Latitude is from -90 to 90 and longitude from -180 to 180"),
    "number": N_("Use digits only"),
    "choice": N_("Choose one of the list"),
    "phone": N_("This is not a phone number: write it as 0901 234 567"),
    "code": N_("This is not a venue's code: nine digits, or the 17 characters of a poster"),
    "venue": N_("No venue has this code"),
    "token": N_("This is not a device token: 32 bytes in base64url"),
}
"""The words for each kind of problem with a field."""


def problem_words(problem: errors.Problem, translate: words.Gettext) -> str:
    """What is wrong with a field, in the person's language."""
    return translate(PROBLEMS[problem.kind], **dict(problem.values))


def install(app: FastAPI) -> None:
    """Give every refusal its answer."""
    app.add_exception_handler(errors.Refusal, _refusal)
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


def answer_to(refusal: errors.Refusal) -> Answer:
    """The row of a refusal."""
    return ANSWERS[type(refusal)]


def show(request: Request, answer: Answer, problems: tuple[errors.Problem, ...] = ()) -> Response:
    """As problem+json (RFC 9457) under /api, as a page elsewhere. What was sent is never sent back."""
    translate = words.gettext(words.language(request))
    headers = {"retry-after": "2"} if answer.status == 503 else {}  # noqa: PLR2004 - as RFC 9110 asks of a 503
    if request.url.path.startswith("/api/"):
        body = {
            "type": f"/problems/{answer.slug}",
            "title": translate(answer.title),
            "status": answer.status,
            "detail": translate(answer.help),
        }
        if problems:
            body["errors"] = [
                {"pointer": f"/{p.field}", "detail": problem_words(p, translate)} for p in problems
            ]
        return JSONResponse(body, answer.status, headers, media_type="application/problem+json")
    ghe: Installation = request.state.ghe
    page = pages.render(request, "problem.html", policy=ghe.policy, status=answer.status, answer=answer)
    page.headers.update(headers)
    return page


async def _refusal(request: Request, refusal: Exception) -> Response:
    if isinstance(refusal, errors.InputRefused):
        return show(request, _MALFORMED, refusal.problems)
    assert isinstance(refusal, errors.Refusal)  # noqa: S101 - registered for this type
    return show(request, answer_to(refusal))


async def _sign_in(_request: Request, needed: Exception) -> Response:
    assert isinstance(needed, SignInNeeded)  # noqa: S101 - registered for this type
    return RedirectResponse(needed.address, 303)


async def _malformed(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestValidationError)  # noqa: S101 - registered for this type
    # The framework's own answer would echo what was typed: a phone number, a name.
    problems = tuple(errors.Problem(str(e["loc"][-1]), "missing") for e in fault.errors() if e["loc"])
    return show(request, _MALFORMED, tuple(p for p in problems if e_is_field(p)))


def e_is_field(problem: errors.Problem) -> bool:
    """Whether a problem names a field rather than the body as a whole."""
    return problem.field not in {"body", "query", "path"}


async def _http(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)  # noqa: S101 - registered for this type
    if fault.status_code == 404:  # noqa: PLR2004 - not found
        return show(request, _NOT_FOUND)
    return show(request, Answer(fault.status_code, "http", _MALFORMED.title, _MALFORMED.help))


async def _fault(request: Request, _fault: Exception) -> Response:
    return show(request, _FAULT)
