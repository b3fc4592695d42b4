"""Where an official starts: what this role may do."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.web import pages, words
from app.web.deps import Ghe
from app.web.official.access import AnyOfficial
from app.web.official.frame import ROLES, frame, places

router = APIRouter(prefix="/official", include_in_schema=False)


@router.get("", name="official_home")
def home(request: Request, ghe: Ghe, official: AnyOfficial) -> HTMLResponse:
    """The start page."""
    translate = words.gettext(words.language(request))
    return pages.render(
        request,
        "official/home.html",
        policy=ghe.policy,
        places=[(place.href, translate(place.label), translate(place.text)) for place in places(official)],
        role=translate(ROLES[official.role]),
        **frame(request, official),
    )
