"""Officials sign in and out, and open their one-time links. These pages are open to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import InputRefused, LinkUnknown, NotNow, SignInRefused, TooManyTries
from app.domain.officials import LinkPurpose
from app.usecases import sign_in_official, use_link
from app.usecases.sign_in_official import Attempt
from app.usecases.use_link import Choice, OpenLink
from app.vault.passwords import totp_address, totp_text
from app.vault.tokens import read_token
from app.web import cookies, pages, words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.errors import answer_to, problem_words
from app.web.official import access
from app.web.official.access import HOME, SIGN_IN, AnyOfficial, MaybePresent, own_path
from app.web.official.frame import ROLES
from app.web.pages import kept_language
from app.web.state import Installation
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking
from qr.symbol import QUIET_ZONE, Level, Symbol, encode

router = APIRouter(prefix=HOME, include_in_schema=False)

Typed = Annotated[str, Form(max_length=300)]
_ISSUER: Final = "Ghé"
_WAIT: Final = N_("Try again after %(time)s.")
_LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}


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
    return _signed_in(request, cookie, back)


@router.post("/sign-out", name="official_sign_out")
def sign_out(request: Request, session: Writing, now: Now) -> Response:
    """Leave this browser."""
    cookie = read_token(request.cookies.get(cookies.OFFICIAL))
    if cookie is not None:
        sign_in_official.sign_out(session, cookie, now=now)
    return _signed_out(request)


@router.post("/sessions/end", name="end_my_sessions")
def end_my_sessions(request: Request, session: Writing, official: AnyOfficial, now: Now) -> Response:
    """Leave every browser, this one too."""
    sign_in_official.end_all_sessions(session, official.id, by=official.id, now=now)
    return _signed_out(request)


@router.get("/link/{token}", name="official_link")
def link_page(request: Request, token: str, ghe: Ghe, session: Reading, now: Now) -> HTMLResponse:
    """What a one-time link does once its button is pressed; opening it uses up nothing."""
    found = use_link.open_link(
        session, _token(token), keys=ghe.keys, from_here=_is_from_here(request), now=now
    )
    return _link_form(request, ghe, token, found)


@router.post("/link/{token}", name="use_official_link")
def use_official_link(
    request: Request,
    token: str,
    ghe: Ghe,
    now: Now,
    password: Typed = "",
    again: Typed = "",
    code: Typed = "",
) -> Response:
    """Set up the account, or sign in to a demo."""
    raw, from_here = _token(token), _is_from_here(request)
    with ghe.database.reading() as session:
        found = use_link.open_link(session, raw, keys=ghe.keys, from_here=from_here, now=now)
    if found.purpose is LinkPurpose.DEMO:
        with ghe.database.writing() as session:
            cookie = use_link.use_demo_link(session, raw, from_here=from_here, now=now)
        return _signed_in(request, cookie, HOME)
    try:
        choice = Choice(password, again, code)
        cookie = use_link.set_up(ghe.database, ghe.keys, raw, choice, now=now)
    except InputRefused as refused:
        translate = words.gettext(words.language(request))
        problems = [(p.field, problem_words(p, translate)) for p in refused.problems]
        return _link_form(request, ghe, token, found, problems)
    return _signed_in(request, cookie, HOME)


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


def _link_form(
    request: Request,
    ghe: Installation,
    token: str,
    found: OpenLink,
    errors: Sequence[tuple[str, str]] = (),
) -> HTMLResponse:
    address = totp_address(found.secret, found.official.user_name, _ISSUER)
    text = totp_text(found.secret)
    return pages.render(
        request,
        "official/demo_link.html" if found.purpose is LinkPurpose.DEMO else "official/set_up.html",
        policy=ghe.policy,
        status=400 if errors else 200,
        errors=errors,
        token=token,
        official=found.official,
        role=words.gettext(words.language(request))(ROLES[found.official.role]),
        symbol=_drawn(encode(address, level=Level.M)),
        address=address,
        secret=" ".join(text[i : i + 4] for i in range(0, len(text), 4)),
        page_class="venue",
    )


def _drawn(symbol: Symbol) -> dict[str, object]:
    """A symbol as one path, its white field included."""
    bars = (f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z" for x, y, length in symbol.bars())
    return {"size": symbol.full_size, "path": "".join(bars)}


def _signed_in(request: Request, cookie: bytes, back: str) -> Response:
    response = RedirectResponse(back if "?" in back else f"{back}{kept_language(request)}", 303)
    access.put_cookie(response, cookie)
    return response


def _signed_out(request: Request) -> Response:
    response = RedirectResponse(f"{SIGN_IN}{kept_language(request)}", 303)
    access.drop_cookie(response)
    return response


def _token(text: str) -> bytes:
    token = read_token(text)
    if token is None:
        raise LinkUnknown
    return token


def _is_from_here(request: Request) -> bool:
    """Whether a browser on the serving machine asks: not through a proxy, and by a name that is this machine.

    The name matters: a page elsewhere can make its own host name lead to this machine (DNS rebinding).
    """
    client = request.client.host if request.client else ""
    forwarded = {"forwarded", "x-forwarded-for"} & set(request.headers)
    return client in _LOOPBACK and (request.url.hostname or "") in _LOOPBACK and not forwarded
