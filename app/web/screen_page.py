"""The page of a screen at a door: the same for its owner and for a screen link."""

from __future__ import annotations

import math
from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.domain.screen_codes import STEP
from app.domain.typed_codes import grouped_typed
from app.usecases.view_screen import ScreenView, path_of
from app.web import pages, words
from app.web.signs import drawn_sign
from app.web.state import Installation

_MILLISECOND = timedelta(milliseconds=1)
_NO_BREAK = "\u00a0"


def screen_page(request: Request, ghe: Installation, view: ScreenView) -> HTMLResponse:
    """Large enough for a wall; the script fetches this very page again and takes its middle."""
    other = "en" if words.language(request) == "vi" else "vi"
    left = view.left / _MILLISECOND
    return pages.render(
        request,
        "venue/screen.html",
        policy=ghe.policy,
        view=view,
        symbols=[(symbol.full_size, path_of(symbol)) for symbol in view.symbols],
        left=round(left),
        left_seconds=f"{left / 1000:.1f}",
        left_share=f"{100 * view.left / STEP:.1f}",
        # Never before the next code: a reload within the same step would come back with the same one.
        reload_after=math.floor(left / 1000) + 1,
        sign=drawn_sign(view.sign),
        typed=grouped_typed(view.code.typed).replace(" ", _NO_BREAK),
        host=urlsplit(ghe.settings.public_url).netloc,
        heading_other=words.gettext(other)("Scan the code when you arrive"),
        page_class="screen",
    )
