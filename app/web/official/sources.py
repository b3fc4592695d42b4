"""Source venues: the ranking made last, and the button that makes a new one."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.officials import Official
from app.domain.roles import Permission
from app.science.sources import FEWEST
from app.store.source_runs import FoundVenue
from app.usecases import find_sources, view_sources
from app.usecases.choose_disease import choose_disease
from app.usecases.view_sources import SourcesView
from app.web import words
from app.web.deps import Ghe, Now, Reading
from app.web.official import link_words
from app.web.official.access import needs
from app.web.official.case_forms import Posted, typed
from app.web.official.links_page import links_page
from app.web.pages import kept_language
from app.web.state import Installation

router = APIRouter(prefix="/official/sources", include_in_schema=False)

Viewer = Annotated[Official, Depends(needs(Permission.VIEW_LINKS))]
Finder = Annotated[Official, Depends(needs(Permission.FIND_SOURCES))]

SHOWN: Final = 12
"""Venues that chance explains are shown up to this line."""


@router.get("", name="sources")
def sources(
    request: Request,
    ghe: Ghe,
    session: Reading,
    official: Viewer,
    now: Now,
    disease: Annotated[str, Query(max_length=32)] = "",
) -> HTMLResponse:
    """The venues found last, and whether there are cases enough to look again."""
    chosen = choose_disease(session, disease)
    with ghe.database.writing() as recording:
        view_sources.record_links_viewing(recording, official, chosen.disease, "sources", now=now)
    view = view_sources.view_sources(session, official, chosen.disease, policy=ghe.policy, now=now)
    found = [row for row in (view.run.found if view.run else ()) if row.venue in view.venues]
    shown = [row for n, row in enumerate(found) if n < SHOWN or row.q <= view_sources.MAY_BE_CHANCE]
    return links_page(
        request,
        ghe,
        "official/sources.html",
        official,
        chosen,
        view=view,
        enough=view.cases >= FEWEST,
        fewest=FEWEST,
        days=find_sources.USUAL_DAYS,
        choices=find_sources.DAYS,
        rows=[_row(request, ghe, view, row) for row in shown],
        more=len(found) - len(shown),
    )


@router.post("", name="find_sources")
def find(request: Request, ghe: Ghe, official: Finder, form: Posted, now: Now) -> Response:
    """Rank the venues; takes some seconds and no writer."""
    posted = typed(form)
    days = posted.get("days", "")
    run = find_sources.find_sources(
        ghe.database,
        official,
        posted.get("disease", ""),
        days=int(days) if days.isdecimal() else find_sources.USUAL_DAYS,
        keys=ghe.keys,
        policy=ghe.policy,
        now=now,
    )
    also = kept_language(request).replace("?", "&")
    return RedirectResponse(f"/official/sources?{urlencode({'disease': run.disease})}{also}#found", 303)


def _row(request: Request, ghe: Installation, view: SourcesView, row: FoundVenue) -> dict[str, object]:
    translate = words.gettext(words.language(request))
    venue = view.venues[row.venue]
    opens = row.venue in view.open_to_event
    kept = kept_language(request)
    return {
        "venue": venue,
        "cases": row.cases,
        "expected": round(row.expected, 1),
        "left_out": row.left_out,
        "chance": link_words.chance(row.q, translate),
        "event": link_words.event_address(venue, view.disease.slug, ghe.policy, kept) if opens else "",
    }
