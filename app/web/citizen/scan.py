"""The scanner in the page, for phones whose own camera reads no codes, and for the installed app."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.domain.typed_codes import grouped_typed, make_typed_code
from app.web import pages
from app.web.deps import Ghe

router = APIRouter(include_in_schema=False)

_EXAMPLE: Final = grouped_typed(make_typed_code(12_345_678))


@router.get("/scan", name="scan")
def scan(request: Request, ghe: Ghe) -> HTMLResponse:
    """A camera, a photograph or nine digits. It holds nothing of any person or place, so it may be kept."""
    host = urlsplit(ghe.settings.public_url).netloc
    return pages.render(request, "citizen/scan.html", policy=ghe.policy, hosts=[host], example=_EXAMPLE)
