"""The basemap's tiles, for everybody: streets are no secret, and the map's frame sends no cookie."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.usecases.find_basemap import find_basemap
from app.web.deps import Ghe
from app.web.map_frame import takes_gzip

if TYPE_CHECKING:
    from maps.basemap import Basemap

router = APIRouter(include_in_schema=False)

_log: Any = structlog.get_logger("ghe")
TILES: Final = "/basemap"
_HEADERS: Final = {
    "cache-control": "public, max-age=31536000, immutable",  # its address holds its version
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "cross-origin",  # the frame has no origin
    "vary": "accept-encoding",
}


@router.get(TILES + "/{version}/{theme}/{z}/{x}/{y}.svg", name="basemap_tile")
def basemap_tile(request: Request, ghe: Ghe, version: str, theme: str, z: int, x: int, y: int) -> Response:
    """One tile as a picture; blank where there is nothing to draw."""
    from maps.basemap import Damaged

    found = in_force(ghe.settings.basemap)
    if found is None or found.version != version:
        raise HTTPException(404)
    try:
        packed = found.picture(theme, z, x, y)
    except Damaged as fault:
        _log.warning("a tile of the basemap cannot be read", fault=str(fault))
        raise HTTPException(404) from None
    if packed is None:
        raise HTTPException(404)
    if takes_gzip(request):
        headers = _HEADERS | {"content-encoding": "gzip"}
        return Response(packed, media_type="image/svg+xml", headers=headers)
    return Response(gzip.decompress(packed), media_type="image/svg+xml", headers=_HEADERS)


def in_force(path: Path) -> Basemap | None:
    """The basemap, or None: a map goes without rather than fail."""
    from maps.basemap import Damaged

    try:
        return find_basemap(path)
    except (Damaged, OSError) as fault:
        _log.warning("the basemap cannot be read", fault=str(fault))
        return None
