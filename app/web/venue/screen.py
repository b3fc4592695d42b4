"""An owner shows the code on a screen, and makes and ends links for others."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.ids import VenueId
from app.usecases import issue_screen_link, view_screen
from app.web import pages
from app.web.deps import Ghe, Now, Owner, Reading, Writing
from app.web.screen_page import screen_page
from qr.symbol import Level, encode

router = APIRouter(prefix="/venue", include_in_schema=False)


@router.get("/{venue}/screen", name="own_screen")
def own_screen(
    request: Request, venue: UUID, ghe: Ghe, session: Reading, owner: Owner, now: Now
) -> HTMLResponse:
    """The code of the moment, for this very device."""
    view = view_screen.own_screen(
        session,
        VenueId(venue),
        owner,
        public_url=ghe.settings.public_url,
        keys=ghe.keys,
        policy=ghe.policy,
        now=now,
    )
    return screen_page(request, ghe, view)


@router.get("/{venue}/screens", name="screens")
def screens(request: Request, venue: UUID, ghe: Ghe, session: Reading, owner: Owner) -> HTMLResponse:
    """The links that there are."""
    found, links = issue_screen_link.screens_of(session, VenueId(venue), owner)
    listed = [(digest.hex(), link) for digest, link in links]
    return pages.render(
        request, "venue/screens.html", policy=ghe.policy, venue=found, links=listed, page_class="venue"
    )


@router.post("/{venue}/screens", name="new_screen_link")
def new_link(request: Request, venue: UUID, ghe: Ghe, session: Writing, owner: Owner, now: Now) -> Response:
    """A link for another device, shown once: to be typed, or scanned by a tablet."""
    key = issue_screen_link.issue_screen_link(session, VenueId(venue), owner, now=now)
    address = f"{ghe.settings.public_url}/screen/{key}"
    symbol = encode(address, level=Level.M)
    return pages.render(
        request,
        "venue/screen_link.html",
        policy=ghe.policy,
        again=pages.SHOWN_ONCE,
        venue_id=venue,
        address=address,
        symbol=(symbol.full_size, view_screen.path_of(symbol)),
        page_class="venue",
    )


@router.post("/{venue}/screens/end", name="end_screen_link")
def end_link(
    request: Request,
    venue: UUID,
    session: Writing,
    owner: Owner,
    link: Annotated[str, Form(pattern="^[0-9a-f]{64}$")],
) -> Response:
    """The screen with this link goes blank within a minute."""
    issue_screen_link.end_screen_link(session, VenueId(venue), owner, bytes.fromhex(link))
    return RedirectResponse(f"/venue/{venue}/screens{pages.kept_language(request)}", 303)
