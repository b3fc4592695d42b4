"""An owner comes back with the owner key, and leaves this browser."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import OwnerKeyUnknown
from app.usecases import sign_in_owner
from app.vault.tokens import read_token
from app.web import cookies, pages, words
from app.web.answers import answer_to
from app.web.deps import Ghe, Now, Writing

router = APIRouter(prefix="/venue", include_in_schema=False)


@router.get("/sign-in", name="owner_sign_in")
def sign_in_page(request: Request, ghe: Ghe) -> HTMLResponse:
    """The form for the owner key."""
    return pages.render(request, "venue/sign_in.html", policy=ghe.policy, typed="", page_class="venue")


@router.post("/sign-in", name="owner_sign_in_now")
def sign_in(
    request: Request, ghe: Ghe, session: Writing, now: Now, key: Annotated[str, Form(max_length=60)] = ""
) -> Response:
    """Come back with the owner key."""
    try:
        cookie = sign_in_owner.sign_in_owner(session, key, now=now)
    except OwnerKeyUnknown as refusal:
        answer = answer_to(refusal)
        translate = words.gettext(words.language(request))
        problem = f"{translate(answer.title)}. {translate(answer.help)}"
        return pages.render(
            request,
            "venue/sign_in.html",
            policy=ghe.policy,
            status=answer.status,
            errors=[("key", problem)],
            typed=key,
            page_class="venue",
        )
    response = RedirectResponse(f"/venue{pages.kept_language(request)}", 303)
    cookies.put(response, cookies.OWNER, cookie, seconds=cookies.OWNER_SECONDS)
    return response


@router.post("/sign-out", name="owner_sign_out")
def sign_out(request: Request, session: Writing, now: Now) -> Response:
    """Leave this browser."""
    cookie = read_token(request.cookies.get(cookies.OWNER))
    if cookie is not None:
        sign_in_owner.sign_out(session, cookie, now=now)
    response = RedirectResponse(f"/{pages.kept_language(request)}", 303)
    cookies.drop(response, cookies.OWNER)
    return response
