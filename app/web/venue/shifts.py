"""An owner makes and ends the links by which staff begin their shift, and sees how many are on theirs."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.ids import VenueId
from app.usecases import find_own_venue, issue_shift_link, view_screen
from app.web import pages
from app.web.deps import Ghe, Now, Owner, Reading, Writing
from qr.symbol import Level, encode

router = APIRouter(prefix="/venue/{venue}/shifts", include_in_schema=False)


@router.get("", name="shifts")
def shifts(request: Request, venue: UUID, ghe: Ghe, session: Reading, owner: Owner, now: Now) -> HTMLResponse:
    """The links that there are, and a number."""
    found, links, there = issue_shift_link.shifts_of(
        session, VenueId(venue), owner, policy=ghe.policy, now=now
    )
    listed = [(digest.hex(), link) for digest, link in links]
    return pages.render(
        request,
        "venue/shifts.html",
        policy=ghe.policy,
        venue=found,
        links=listed,
        there=there,
        page_class="venue",
    )


@router.post("", name="new_shift_link")
def new_link(request: Request, venue: UUID, ghe: Ghe, session: Writing, owner: Owner, now: Now) -> Response:
    """A link for the staff room, shown once: to be printed from this page."""
    found = find_own_venue.owned(session, VenueId(venue), owner)
    key = issue_shift_link.issue_shift_link(session, found.id, owner, now=now)
    address = f"{ghe.settings.public_url}/shift/{key}"
    symbol = encode(address, level=Level.M)
    return pages.render(
        request,
        "venue/shift_link.html",
        policy=ghe.policy,
        again=pages.SHOWN_ONCE,
        venue=found,
        address=address,
        symbol=(symbol.full_size, view_screen.path_of(symbol)),
        page_class="venue",
    )


@router.post("/end", name="end_shift_link")
def end_link(
    request: Request,
    venue: UUID,
    session: Writing,
    owner: Owner,
    link: Annotated[str, Form(pattern="^[0-9a-f]{64}$")],
) -> Response:
    """Nobody begins a shift with this link any more."""
    issue_shift_link.end_shift_link(session, VenueId(venue), owner, bytes.fromhex(link))
    return RedirectResponse(f"/venue/{venue}/shifts{pages.kept_language(request)}", 303)
