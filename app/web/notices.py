"""What a citizen is told. Fetched by the person, never pushed onto a screen that somebody else looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from app.store.db import Session
from app.store.notices import Notice
from app.usecases import read_notices
from app.usecases.read_notices import Current
from app.web import pages, words
from app.web.deps import Device, Ghe, Now, Reading, Writing
from app.web.notice_words import NO_LONGER, Message, message

router = APIRouter()

_NOTHING: Final = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
Until = Annotated[int, Field(ge=0, le=1 << 43)]
"""Milliseconds since 1970."""


class Waiting(BaseModel):
    """How much there is to read. What it says stands on the page only."""

    unread: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One notice as the page shows it."""

    current: Current
    message: Message
    before: Message | None
    """The version that the person was told before this one."""


@router.get("/api/v1/notices", name="waiting_notices", tags=["notices"])
def waiting(ghe: Ghe, session: Reading, device: Device, now: Now) -> Waiting:
    """How many notices this browser has not shown yet. Without its cookie there are none."""
    found = read_notices.read_notices(session, device, now=now)
    fresh = [notice for notice in found if notice.fetched_at is None]
    if fresh:
        with ghe.database.writing() as noting:
            read_notices.note_fetched(noting, fresh, now=now)
    return Waiting(unread=len(read_notices.unread(found)))


@router.get("/notices", name="notices", include_in_schema=False)
def notices(request: Request, ghe: Ghe, session: Reading, device: Device, now: Now) -> HTMLResponse:
    """This browser's notices. Read is only what a browser then shows: see `shown`."""
    found = read_notices.current(read_notices.read_notices(session, device, now=now))
    template = "citizen/notices.html"
    lang = words.language(request, template)
    return pages.render(
        request,
        template,
        policy=ghe.policy,
        notices=_shown(session, found, lang, ghe.policy.hotline),
        no_longer=[words.gettext(lang)(text) for text in NO_LONGER],
        until=(now - _EPOCH) // timedelta(milliseconds=1),
    )


@router.get("/notices/real", name="real_notices", include_in_schema=False)
def real_notices(request: Request, ghe: Ghe) -> HTMLResponse:
    """How to tell a real notice from one that a swindler sends."""
    host = ghe.settings.public_url.partition("//")[2]
    return pages.render(request, "citizen/real_notices.html", policy=ghe.policy, host=host)


@router.post("/notices/shown", name="note_shown", include_in_schema=False)
def shown(session: Writing, device: Device, now: Now, until: Annotated[Until, Form()]) -> Response:
    """The page made at `until` is on the screen: a page that was fetched and thrown away is not read."""
    read_notices.note_shown(session, device, until=_moment(until), now=now)
    return Response(status_code=204)


@router.get("/notices/shown", name="note_shown_plainly", include_in_schema=False)
def shown_plainly(session: Writing, device: Device, now: Now, until: Annotated[Until, Query()]) -> Response:
    """The same without a script: a picture of nothing, asked for by the page when it is drawn."""
    read_notices.note_shown(session, device, until=_moment(until), now=now)
    return Response(_NOTHING, media_type="image/svg+xml")


def _moment(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _shown(session: Session, found: list[Current], lang: str, hotline: str) -> list[Shown]:
    named = read_notices.named_diseases(session, found)

    def said(notice: Notice) -> Message:
        slug = None if notice.sending is None else notice.sending.disease
        return message(notice, named.get(slug or ""), lang, hotline)

    return [Shown(one, said(one.notice), None if one.before is None else said(one.before)) for one in found]
