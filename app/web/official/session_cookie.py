"""The cookie that signs an official's browser in and out, and where the browser goes then."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.vault.tokens import written
from app.web import cookies
from app.web.official.access import SIGN_IN
from app.web.pages import kept_language


def put_cookie(response: Response, value: bytes) -> None:
    """Sign this browser in until it is closed.

    Strict, not lax: opening a case is written down in the official's name, so a link on somebody else's page
    must not do it. Who follows a link from a mail is asked to go on by hand.
    """
    response.set_cookie(
        cookies.OFFICIAL, written(value), path="/", secure=True, httponly=True, samesite="strict"
    )


def drop_cookie(response: Response) -> None:
    """Sign this browser out, and make it forget the pages that it may still show when somebody goes back.

    Cookies and storage stay: they belong to the citizen's side of the same host, with check-ins that may not
    have been sent yet.
    """
    response.delete_cookie(cookies.OFFICIAL, path="/", secure=True, httponly=True, samesite="strict")
    response.headers["clear-site-data"] = '"cache"'


def signed_in(request: Request, cookie: bytes, back: str) -> Response:
    """To where somebody wanted to go, signed in."""
    response = RedirectResponse(back if "?" in back else f"{back}{kept_language(request)}", 303)
    put_cookie(response, cookie)
    return response


def signed_out(request: Request) -> Response:
    """To the sign-in page, signed out."""
    response = RedirectResponse(f"{SIGN_IN}{kept_language(request)}", 303)
    drop_cookie(response)
    return response
