"""Officials open their one-time links. These pages are open to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.errors import InputRefused, LinkUnknown
from app.domain.sign_in_links import LinkPurpose
from app.usecases import open_link, set_up_account, use_demo_link
from app.usecases.open_link import OpenLink
from app.usecases.set_up_account import Choice
from app.vault.tokens import read_token
from app.vault.totp import totp_address, totp_text
from app.web import pages, words
from app.web.deps import Ghe, Now, Reading
from app.web.official.access import HOME
from app.web.official.frame import ROLES
from app.web.official.session_cookie import signed_in
from app.web.problems import problem_words
from app.web.state import Installation
from qr.symbol import QUIET_ZONE, Level, Symbol, encode

router = APIRouter(prefix=HOME, include_in_schema=False)

Typed = Annotated[str, Form(max_length=300)]
_ISSUER: Final = "Ghé"

_LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}


@router.get("/link/{token}", name="official_link")
def link_page(request: Request, token: str, ghe: Ghe, session: Reading, now: Now) -> HTMLResponse:
    """What a one-time link does once its button is pressed; opening it uses up nothing."""
    found = open_link.open_link(
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
        found = open_link.open_link(session, raw, keys=ghe.keys, from_here=from_here, now=now)
    if found.purpose is LinkPurpose.DEMO:
        with ghe.database.writing() as session:
            cookie = use_demo_link.use_demo_link(session, raw, from_here=from_here, now=now)
        return signed_in(request, cookie, HOME)
    try:
        choice = Choice(password, again, code)
        cookie = set_up_account.set_up(ghe.database, ghe.keys, raw, choice, now=now)
    except InputRefused as refused:
        translate = words.gettext(words.language(request))
        problems = [(p.field, problem_words(p, translate)) for p in refused.problems]
        return _link_form(request, ghe, token, found, problems)
    return signed_in(request, cookie, HOME)


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
