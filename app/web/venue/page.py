"""What an owner sees of the venues: how full each is, its sign of the hour, its code."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.ids import VenueId
from app.usecases import find_own_venue, print_signs, replace_code, view_venue
from app.web import pages
from app.web.deps import Ghe, Now, Owner, Reading, Writing
from app.web.kinds import VENTILATIONS
from app.web.signs import drawn_sign

router = APIRouter(prefix="/venue", include_in_schema=False)


@router.get("", name="my_venues")
def my_venues(request: Request, ghe: Ghe, session: Reading, owner: Owner) -> HTMLResponse:
    """The owner's list."""
    found = view_venue.my_venues(session, owner)
    return pages.render(request, "venue/list.html", policy=ghe.policy, venues=found, page_class="venue")


@router.get("/{venue}", name="venue")
def venue_page(
    request: Request, venue: UUID, ghe: Ghe, session: Reading, owner: Owner, now: Now
) -> HTMLResponse:
    """How full it is, its sign of the hour, its code and its poster."""
    view = view_venue.view_venue(session, VenueId(venue), owner, keys=ghe.keys, policy=ghe.policy, now=now)
    an_hour_ago = now - timedelta(hours=1)
    last = view_venue.sign_of_the_hour(view.venue.id, keys=ghe.keys, policy=ghe.policy, now=an_hour_ago)
    return pages.render(
        request,
        "venue/venue.html",
        policy=ghe.policy,
        view=view,
        ventilations=VENTILATIONS,
        signs=[drawn_sign(view.sign), drawn_sign(last)],
        next_weeks=print_signs.printable_weeks(ghe.keys, policy=ghe.policy, now=now)[1:],
        now=now,
        host=ghe.settings.public_url.partition("//")[2],
        page_class="venue",
    )


@router.post("/{venue}/code", name="replace_code")
def new_code(
    request: Request,
    venue: UUID,
    ghe: Ghe,
    session: Writing,
    owner: Owner,
    now: Now,
    why: Annotated[str, Form(pattern="^(stolen|worn)$")],
) -> Response:
    """A new code: at once for a stolen one, with a grace period for a worn one."""
    found = find_own_venue.owned(session, VenueId(venue), owner)
    replace_code.replace_code(session, found, stolen=why == "stolen", policy=ghe.policy, now=now)
    return RedirectResponse(f"/venue/{venue}{pages.kept_language(request)}", 303)
