"""A patient hands visits over to a health official, with a code that the official reads out."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.domain.errors import NoVisitsHere, Refusal, ReleaseExpired, ReleaseUnknown, ReleaseUsed
from app.domain.releases import parse_release_code
from app.usecases import release_visits, see_request, withdraw_release
from app.web import pages, words
from app.web.answers import answer_to
from app.web.citizen.my_words import KINDS
from app.web.deps import Device, Ghe, Now, Writing
from app.web.official.case_forms import Posted, typed

router = APIRouter(prefix="/release", include_in_schema=False)

_SHOWN_AT_THE_FIELD = (ReleaseUnknown, ReleaseExpired, ReleaseUsed, NoVisitsHere)


@router.get("", name="release")
def enter_code(request: Request, ghe: Ghe) -> HTMLResponse:
    """The field for the ten digits."""
    return pages.render(request, "citizen/release.html", policy=ghe.policy, code="")


@router.post("", name="see_release")
def see(
    request: Request,
    ghe: Ghe,
    session: Writing,
    device: Device,
    now: Now,
    code: Annotated[str, Form(max_length=40)] = "",
) -> HTMLResponse:
    """Who asks for which days, and which visits this browser holds; nothing is handed over yet."""
    try:
        asked = see_request.see_request(
            session, parse_release_code(code), device, keys=ghe.keys, policy=ghe.policy, now=now
        )
    except _SHOWN_AT_THE_FIELD as refusal:
        return _refused(request, ghe, code, refusal)
    translate = words.gettext(words.language(request))
    return pages.render(
        request,
        "citizen/release_visits.html",
        policy=ghe.policy,
        asked=asked,
        joined=[(translate(KINDS[one.kind]), one.joined_at) for one in asked.joined],
        day=words.calendar,
        code=parse_release_code(code),
    )


@router.post("/share", name="share_visits")
def share(
    request: Request, ghe: Ghe, session: Writing, device: Device, form: Posted, now: Now
) -> HTMLResponse:
    """Hand over what is ticked."""
    posted = typed(form)
    code = posted.get("code", "")
    not_mine = {int(str(place)) for place in form.getlist("not_mine") if str(place).isdigit()}
    try:
        done = release_visits.release_visits(
            session,
            parse_release_code(code),
            device,
            not_mine=not_mine,
            missing=posted.get("missing", "")[:1000],
            keys=ghe.keys,
            policy=ghe.policy,
            now=now,
        )
    except _SHOWN_AT_THE_FIELD as refusal:
        return _refused(request, ghe, code, refusal)
    return pages.render(
        request, "citizen/released.html", policy=ghe.policy, release=done.release, withdrawn=False
    )


@router.post("/{release}/withdraw", name="withdraw_release")
def withdraw(
    request: Request, release: UUID, ghe: Ghe, session: Writing, device: Device, now: Now
) -> HTMLResponse:
    """Take back what this phone handed over."""
    done = withdraw_release.withdraw_release(session, release, device, now=now)
    return pages.render(request, "citizen/released.html", policy=ghe.policy, release=done, withdrawn=True)


def _refused(request: Request, ghe: Ghe, code: str, refusal: Refusal) -> HTMLResponse:
    answer = answer_to(refusal)
    translate = words.gettext(words.language(request))
    message = f"{translate(answer.title)}. {translate(answer.help)}"
    return pages.render(
        request,
        "citizen/release.html",
        policy=ghe.policy,
        status=answer.status,
        errors=[("code", message)],
        code=code,
    )
