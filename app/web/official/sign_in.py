"""Officials sign in and out. These pages are open to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import NotNow, SignInRefused, TooManyTries
from app.usecases import sign_in_official, sign_out_official
from app.usecases.sign_in_official import Attempt
from app.vault.tokens import read_token
from app.web import cookies, pages, words
from app.web.answers import answer_to
from app.web.deps import Ghe, Now, Writing
from app.web.official.access import HOME, AnyOfficial, MaybePresent, own_path
from app.web.official.session_cookie import signed_in, signed_out
from app.web.state import Installation
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

router = APIRouter(prefix=HOME, include_in_schema=False)

Typed = Annotated[str, Form(max_length=300)]

_WAIT: Final = N_("Try again after %(time)s.")


@router.get("/sign-in", name="official_sign_in")
def sign_in_page(
    request: Request,
    ghe: Ghe,
    presence: MaybePresent,
    back: Annotated[str, Query(alias="next", max_length=1000)] = HOME,
) -> Response:
    """The form, unless this browser is signed in."""
    if presence is not None:
        return RedirectResponse(own_path(back), 303)
    return _sign_in_form(request, ghe, back=own_path(back))


@router.post("/sign-in", name="official_sign_in_now")
def sign_in(
    request: Request,
    ghe: Ghe,
    now: Now,
    user_name: Typed = "",
    password: Typed = "",
    code: Typed = "",
    back: Annotated[str, Form(alias="next", max_length=1000)] = HOME,
) -> Response:
    """Check all three at once: a page between password and code would tell who has guessed a password."""
    attempt, back = Attempt(user_name, password, code), own_path(back)
    try:
        cookie = sign_in_official.sign_in_official(ghe.database, ghe.keys, attempt, now=now)
    except (SignInRefused, TooManyTries, NotNow) as refusal:
        answer, translate = answer_to(refusal), words.gettext(words.language(request))
        advice = translate(answer.help)
        if isinstance(refusal, TooManyTries):
            until = words.clock(refusal.until, ghe.policy.zone)
            advice = translate(_WAIT, time=until)
        problem = f"{translate(answer.title)}. {advice}"
        page = _sign_in_form(request, ghe, back, user_name, [("user_name", problem)], answer.status)
        if isinstance(refusal, TooManyTries):
            page.headers["retry-after"] = str(1 + int((refusal.until - now).total_seconds()))
        return page
    return signed_in(request, cookie, back)


@router.post("/sign-out", name="official_sign_out")
def sign_out(request: Request, session: Writing, now: Now) -> Response:
    """Leave this browser."""
    cookie = read_token(request.cookies.get(cookies.OFFICIAL))
    if cookie is not None:
        sign_out_official.sign_out(session, cookie, now=now)
    return signed_out(request)


@router.post("/sessions/end", name="end_my_sessions")
def end_my_sessions(request: Request, session: Writing, official: AnyOfficial, now: Now) -> Response:
    """Leave every browser, this one too."""
    sign_out_official.end_all_sessions(session, official.id, by=official.id, now=now)
    return signed_out(request)


def _sign_in_form(
    request: Request,
    ghe: Installation,
    back: str,
    user_name: str = "",
    errors: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HTMLResponse:
    return pages.render(
        request,
        "official/sign_in.html",
        policy=ghe.policy,
        status=status,
        errors=errors,
        back=back,
        user_name=user_name,
        # A strict cookie does not come along with a link from elsewhere, but with one from this page.
        from_elsewhere=request.headers.get("sec-fetch-site") == "cross-site",
        page_class="venue",
    )
