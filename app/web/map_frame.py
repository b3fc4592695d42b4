"""How a map document reaches its frame: its own policy, a fresh nonce, its assets from this host."""

from __future__ import annotations

import gzip
import secrets
from functools import cache
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

router = APIRouter(include_in_schema=False)

ASSETS: Final = "/maps/"
NO_ORIGIN: Final = "sandbox allow-scripts"
"""Also where somebody opens the frame's address by itself: then no iframe takes its origin away."""


def new_nonce() -> str:
    """128 random bits for one answer."""
    return secrets.token_urlsafe(16)


def document(request: Request, html: str, nonce: str) -> Response:
    """A map document for `<iframe sandbox="allow-scripts">`. It never gets the origin of this site."""
    import maps

    headers = {
        "content-security-policy": f"{maps.content_security_policy(nonce)}; {NO_ORIGIN}",
        "cache-control": "private, no-store",
    }
    body = html.encode()
    if takes_gzip(request):
        body = gzip.compress(body, 6, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, media_type="text/html", headers=headers | {"vary": "accept-encoding"})


@router.get("/maps/{name}", name="map_asset")
def map_asset(request: Request, name: str) -> Response:
    """A script or style sheet of the map, for everybody: a frame without an origin sends no cookie.

    Its name holds its hash, so a browser may keep it for ever.
    """
    import maps

    if name not in maps.asset_names():
        raise HTTPException(404)
    found = maps.asset(name)
    headers = {
        "cache-control": "public, max-age=31536000, immutable",
        "cross-origin-resource-policy": "cross-origin",
        "vary": "accept-encoding",
    }
    if takes_gzip(request):
        return Response(
            _packed(name), media_type=found.media_type, headers=headers | {"content-encoding": "gzip"}
        )
    return Response(found.body, media_type=found.media_type, headers=headers)


@cache
def _packed(name: str) -> bytes:
    import maps

    return gzip.compress(maps.asset(name).body, 9, mtime=0)


def takes_gzip(request: Request) -> bool:
    """Whether the browser unpacks gzip."""
    return "gzip" in request.headers.get("accept-encoding", "")
