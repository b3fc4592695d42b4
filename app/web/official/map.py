"""The officials' map: the page around the frame, the frame, the same numbers as a table and as a file."""

from __future__ import annotations

import csv
import io
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.domain.errors import NoAreas
from app.domain.neutral import neutral
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import view_exposures, view_map
from app.usecases.draw_map import draw_map
from app.usecases.view_map import Asked, MapView
from app.web import map_frame, pages, words
from app.web.deps import Ghe, Now, Reading
from app.web.map_words import map_words, notes
from app.web.official.access import needs
from app.web.official.case_words import DISEASES
from app.web.official.frame import frame
from app.web.official.map_page import Chosen, Short, page_values
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
    _written_down(ghe, official, view, "page")
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
    _written_down(ghe, official, view, "frame")
    nonce = map_frame.new_nonce()
    html = draw_map(
        session,
        view,
        view_exposures.exposure_venues(session, official, view.disease),
        words=map_words(view, translate(DISEASES[view.disease]), lang, translate),
        notes=notes(view, ghe.policy.zone, translate),
        lang=lang,
        nonce=nonce,
        asset_base=map_frame.ASSETS,
    )
    return map_frame.document(request, html, nonce)


@router.get("/cases.csv", name="map_csv")
def map_csv(
    request: Request, ghe: Ghe, session: Reading, official: Viewer, now: Now, choice: Chosen
) -> Response:
    """The table as a file. It leaves the system, so small numbers are hidden from everybody."""
    translate = words.gettext(words.language(request))
    asked = Asked(choice.asked.disease, choice.asked.until, choice.asked.days, for_export=True)
    view = view_map.view_map(session, official, asked, policy=ghe.policy, now=now)
    _written_down(ghe, official, view, "csv")
    said = notes(view, ghe.policy.zone, translate)
    target = io.StringIO()
    writer = csv.writer(target)
    header = ("code", "name", "from", "to", "cases", "cases_before", "as_of", "source", "rule", "version")
    writer.writerow(header)
    hidden = f"<{view.k}"
    days = (view.window.first.isoformat(), view.window.last.isoformat())
    for ward in view.wards:
        shown = [hidden if n is None else n for n in (ward.shown.now, ward.shown.before)]
        if not view.compared:
            shown[1] = ""
        cells = (ward.area.code, ward.area.name, *days, *shown)
        texts = (said.as_of, said.source, said.rule, said.version)
        writer.writerow([neutral(c) if isinstance(c, str) else c for c in (*cells, *texts)])
    name = f"ghe-{view.disease}-{days[0]}-{days[1]}.csv"
    return Response(
        target.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@router.get("/venues/{venue}", name="map_venue")
def map_venue(venue: UUID, session: Reading, official: Viewer, disease: Short) -> JSONResponse:
    """What the page shows of an exposure venue that was chosen; the frame knows only its id."""
    found = view_exposures.exposure_venue(session, official, disease, venue)
    return JSONResponse(
        {"name": found.name, "address": found.address, "people": found.people, "cases": found.cases}
    )


def _written_down(ghe: Installation, official: Official, view: MapView, part: str) -> None:
    """In a transaction of its own, committed before anything is sent: who saw numbers of which days."""
    with ghe.database.writing() as session:
        view_map.record_viewing(session, official, view, part, now=view.as_of)
