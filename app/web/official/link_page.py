"""The page that shows a one-time link, this once."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.domain.officials import Official
from app.usecases.issue_link import NewLink
from app.vault.tokens import written
from app.web import pages
from app.web.official.frame import frame
from app.web.pages import SHOWN_ONCE
from app.web.state import Installation


def link_page(request: Request, ghe: Installation, manager: Official, link: NewLink) -> HTMLResponse:
    """The link, with the moment at which it stops working; no other language, for it is shown once."""
    return pages.render(
        request,
        "official/new_link.html",
        policy=ghe.policy,
        again=SHOWN_ONCE,
        new=link.official,
        address=link_address(ghe.settings.public_url, link),
        expires_at=link.expires_at,
        **frame(request, manager),
    )


def link_address(public_url: str, link: NewLink) -> str:
    """What is handed to the official, by a way that only they read."""
    return f"{public_url}/official/link/{written(link.token)}"
