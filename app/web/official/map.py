"""The officials' maps: the page around the frame, the frame, what a venue on it is."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.domain.errors import NoAreas, NotYours
from app.domain.held_errors import StillComputing
from app.domain.officials import Official
from app.domain.roles import Permission
from app.domain.windows import Window
from app.usecases import view_exposures, view_map
from app.web import map_frame, pages, words
from app.web.deps import Ghe, Now, Reading
from app.web.map_ground import on_basemap
from app.web.map_waiting import waiting
from app.web.official import map_venues
from app.web.official.access import needs
from app.web.official.frame import frame
from app.web.official.map_choice import Chosen
from app.web.official.map_kinds import MapKind, kind_of
from app.web.official.map_page import page_values
from app.web.official.map_sheet import MapRequest, MapSheet

router = APIRouter(prefix="/official/map", include_in_schema=False)

Viewer = Annotated[Official, Depends(needs(Permission.VIEW_MAP))]


def asked_kind(official: Viewer, choice: Chosen) -> MapKind:
    """The kind of map that is asked for.

    Raises:
        NotYours: the official's role does not include it.
    """
    kind = kind_of(choice.map)
    if not official.may(kind.permission):
        raise NotYours(kind.permission)
    return kind


Kind = Annotated[MapKind, Depends(asked_kind)]


def _request(
    request: Request, ghe: Ghe, session: Reading, official: Viewer, choice: Chosen, now: Now
) -> MapRequest:
    lang = words.language(request)
    return MapRequest(
        ghe=ghe,
        session=session,
        official=official,
        choice=choice,
        now=now,
        lang=lang,
        _=words.gettext(lang),
    )


Ask = Annotated[MapRequest, Depends(_request, scope="function")]


@router.get("", name="map")
def map_page(request: Request, ask: Ask, kind: Kind) -> HTMLResponse:
    """Figures, the map in its frame, and the table; complete without a script."""
    around, policy = frame(request, ask.official), ask.ghe.policy
    try:
        sheet = kind.sheet(ask)
    except NoAreas:
        return pages.render(request, "official/map_empty.html", policy=policy, **around)
    ask.also_held(sheet.asked)
    written_down(ask, kind, sheet, "page")
    problems = [("until", ask._("Write the day as 13/07/2021"))] if ask.choice.unreadable_day else []
    return pages.render(
        request,
        "official/map.html",
        policy=policy,
        status=400 if problems else 200,
        errors=problems,
        **page_values(request, ask.official, sheet, ask.choice),
        **around,
    )


@router.get("/frame", name="map_frame")
def map_in_frame(request: Request, ask: Ask, kind: Kind) -> Response:
    """The map document, under a policy of its own."""
    import maps

    nonce = map_frame.new_nonce()
    try:
        sheet = kind.sheet(ask)
    except StillComputing:  # another process made the page, or its numbers have become too old meanwhile
        return waiting(ask._("These numbers are being computed"), ask.lang, nonce)
    written_down(ask, kind, sheet, "frame")
    drawn = on_basemap(sheet.draw(), ask.ghe.settings.basemap, ask._)
    html = maps.document(drawn, nonce=nonce, asset_base=map_frame.ASSETS)
    return map_frame.document(request, html, nonce)


@router.get("/venues/{venue}", name="map_venue")
def map_venue(venue: UUID, ask: Ask) -> JSONResponse:
    """What the page shows of an exposure venue that was chosen; the frame knows only its id."""
    asked = ask.asked
    window = None if asked.until is None else Window.ending(asked.until, asked.days)
    found = view_exposures.view_exposure_venue(
        ask.session, ask.official, asked.disease or "", venue, policy=ask.ghe.policy, window=window
    )
    with ask.ghe.database.writing() as session:
        view_exposures.record_venue_viewing(session, ask.official, asked.disease or "", found, now=ask.now)
    return JSONResponse(map_venues.details(found, ask))


def written_down(ask: MapRequest, kind: MapKind, sheet: MapSheet, part: str) -> None:
    """In a transaction of its own, committed before anything is sent: who saw which numbers."""
    detail = {"map": kind.slug, "part": part, **sheet.audit}
    with ask.ghe.database.writing() as session:
        view_map.record_viewing(session, ask.official, detail, now=ask.now)
