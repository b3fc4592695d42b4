"""What stands in the frame of a map whose numbers are still being put together."""

from __future__ import annotations

from html import escape
from typing import Final

from fastapi.responses import Response

from app.web.map_frame import NO_ORIGIN

_LOOK_AGAIN: Final = "2"
"""Seconds."""
_STYLE: Final = (
    "html{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}"
    "body{margin:0;min-height:100vh;display:grid;place-items:center;text-align:center}"
)


def waiting(text: str, lang: str, nonce: str) -> Response:
    """A document that asks again by itself: the ordinary page of a refusal may stand in no frame."""
    html = (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{escape(text)}</title>'
        f'<style nonce="{nonce}">{_STYLE}</style><p role="status">{escape(text)} …</p></html>'
    )
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; frame-ancestors 'self'; {NO_ORIGIN}"
    headers = {"content-security-policy": policy, "refresh": _LOOK_AGAIN, "retry-after": _LOOK_AGAIN}
    return Response(html, 503, media_type="text/html", headers=headers)
