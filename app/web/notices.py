"""What a citizen is told. Fetched by the person, never pushed onto a screen that somebody else looks at."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.usecases.read_notices import read_notices
from app.web import pages
from app.web.deps import Device, Ghe, Reading
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

router = APIRouter(include_in_schema=False)

KINDS: Final = {
    "contact_opened": (
        N_("A health official opened your name and phone number"),
        N_("It was done for a case, with a reason, and is on record. Expect a call. Nobody asks for money."),
    ),
}
"""Heading and text of each kind. A notice never holds a link: whoever imitates it must not be believed."""


@router.get("/notices", name="notices")
def notices(request: Request, ghe: Ghe, session: Reading, device: Device) -> HTMLResponse:
    """This browser's notices."""
    found = read_notices(session, device)
    return pages.render(
        request,
        "citizen/notices.html",
        policy=ghe.policy,
        notices=[(notice, *KINDS[notice.kind]) for notice in found],
    )
