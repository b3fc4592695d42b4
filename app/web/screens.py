"""A screen with a link of its own: it shows the code of one venue and opens nothing else."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.usecases import view_screen
from app.web.deps import Ghe, Now, Reading
from app.web.screen_page import screen_page

router = APIRouter(include_in_schema=False)


@router.get("/screen/{key}", name="linked_screen")
def linked_screen(request: Request, key: str, ghe: Ghe, session: Reading, now: Now) -> HTMLResponse:
    """The code of the moment. Needs no cookie and sets none."""
    view = view_screen.linked_screen(
        session, key, public_url=ghe.settings.public_url, keys=ghe.keys, policy=ghe.policy, now=now
    )
    return screen_page(request, ghe, view)
