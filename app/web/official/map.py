"""The officials' map: the page around the frame, the frame, what a venue on it is."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.domain.errors import NoAreas
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import view_exposures, view_map
from app.usecases.draw_map import draw_map
from app.usecases.map_view import MapView
from app.web import map_frame, pages, words
from app.web.deps import Ghe, Now, Reading
from app.web.map_words import map_words, notes
from app.web.official.access import needs
from app.web.official.frame import frame
from app.web.official.map_choice import Chosen, Short
from app.web.official.map_page import page_values
from app.web.state import Installation

router = APIRouter(prefix="/official/map", include_in_schema=False)

Viewer = Annotated[Official, Depends(needs(Permission.VIEW_MAP))]


@router.get("", name="map")
def map_page(
    request: Request, ghe: Ghe, session: Reading, official: Viewer, now: Now, choice: Chosen
) -> HTMLResponse:
    """Figures, the map in its frame, and the table; complete without a script."""
    translate = words.gettext(words.language(request))
    around = frame(request, official)
    try:
        view = view_map.view_map(session, official, choice.asked, policy=ghe.policy, now=now)
    except NoAreas:
        return pages.render(request, "official/map_empty.html", policy=ghe.policy, **around)
    written_down(ghe, official, view, "page")
    problems = [("until", translate("Write the day as 13/07/2021"))] if choice.unreadable_day else []
    return pages.render(
        request,
        "official/map.html",
        policy=ghe.policy,
        status=400 if problems else 200,
        errors=problems,
        notes=notes(view, ghe.policy.zone, translate),
        **page_values(request, view, choice),
        **around,
    )


@router.get("/frame", name="map_frame")
def map_in_frame(
    request: Request, ghe: Ghe, session: Reading, official: Viewer, now: Now, choice: Chosen
) -> Response:
    """The map document, under a policy of its own."""
    lang = words.language(request)
    translate = words.gettext(lang)
    view = view_map.view_map(session, official, choice.asked, policy=ghe.policy, now=now)
    written_down(ghe, official, view, "frame")
    nonce = map_frame.new_nonce()
    html = draw_map(
        session,
        view,
        view_exposures.exposure_venues(session, official, view.disease),
        words=map_words(view, view.called(view.disease, lang), lang, translate),
        notes=notes(view, ghe.policy.zone, translate),
        lang=lang,
        nonce=nonce,
        asset_base=map_frame.ASSETS,
    )
    return map_frame.document(request, html, nonce)


@router.get("/venues/{venue}", name="map_venue")
def map_venue(venue: UUID, session: Reading, official: Viewer, disease: Short) -> JSONResponse:
    """What the page shows of an exposure venue that was chosen; the frame knows only its id."""
    found = view_exposures.exposure_venue(session, official, disease, venue)
    return JSONResponse(
        {"name": found.name, "address": found.address, "people": found.people, "cases": found.cases}
    )


def written_down(ghe: Installation, official: Official, view: MapView, part: str) -> None:
    """In a transaction of its own, committed before anything is sent: who saw numbers of which days."""
    with ghe.database.writing() as session:
        view_map.record_viewing(session, official, view, part, now=view.as_of)
