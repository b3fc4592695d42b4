"""An owner of many venues has all their posters printed in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from app.usecases import ask_for_posters
from app.web import pages
from app.web.deps import Ghe, Now, Owner, Reading, Writing

router = APIRouter(prefix="/venue/posters", include_in_schema=False)


@router.get("", name="posters")
def posters_page(request: Request, ghe: Ghe, session: Reading, owner: Owner) -> HTMLResponse:
    """How far they are, and the files that can be fetched."""
    view = ask_for_posters.view_posters(session, owner, ghe.settings.posters)
    return pages.render(
        request, "venue/posters.html", policy=ghe.policy, view=view, job=view.job, page_class="venue"
    )


@router.post("", name="ask_for_posters")
def ask(
    request: Request,
    ghe: Ghe,
    session: Writing,
    owner: Owner,
    now: Now,
    paper: Annotated[str, Form(pattern="^a[45]$")] = "a4",
) -> Response:
    """Begin, unless they are being printed already."""
    ask_for_posters.ask_for_posters(session, owner, paper=paper, now=now)
    return _back(request, ghe.press.wake)


@router.post("/cancel", name="cancel_posters")
def cancel(request: Request, ghe: Ghe, session: Writing, owner: Owner, now: Now) -> Response:
    """Stop, and throw away what was made."""
    ask_for_posters.cancel_posters(session, owner, now=now)
    return _back(request, ghe.press.wake)


@router.get("/{name}", name="poster_file")
def poster_file(name: str, ghe: Ghe, session: Reading, owner: Owner) -> Response:
    """A finished file, or the list of what is where: only to whoever asked for it."""
    path = ask_for_posters.find_poster_file(session, owner, ghe.settings.posters, name)
    media = "text/csv; charset=utf-8" if path.suffix == ".csv" else "application/pdf"
    return FileResponse(path, media_type=media, filename=f"ghe-{path.name}")


def _back(request: Request, then: Callable[[], None]) -> Response:
    """To the page; the press looks only after this request has been committed."""
    response = RedirectResponse(f"/venue/posters{pages.kept_language(request)}", 303)
    response.background = BackgroundTask(then)
    return response
