"""What makes the site an app that a phone keeps: manifest, service worker, the pages without a network.

The kept pages hold no person, no venue and no time: what a phone shows of its owner offline comes from the
phone's own store. They are the only pages that are packed: docs/phone.md says why the others are not.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from functools import cache
from typing import Final

import rjsmin  # type: ignore[import-untyped]
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.web import bundles, icons, pages, static_files, words
from app.web.citizen import home, scan
from app.web.deps import Ghe
from app.web.state import Installation

router = APIRouter(include_in_schema=False)

PAPER: Final = "#ffffff"
KINDS: Final = ("", "home", "scan")
"""The kept pages: a general one, which shows what fits its address, and two of their own."""
_AND_THESE: Final = ("phone/door.js", "phone/my.js")
"""Kept beside what the kept pages name."""
_LEFT_OUT: Final = ("/decoder.js", "/apple-touch-icon.png")
"""Named, but not fetched by everybody. The decoder is heavy: a phone keeps it when it first needs it, or once
it is installed."""
_CLOCK: Final = re.compile(rb' data-now="\d+"')
_NAMED: Final = re.compile(rb'"(/static/[^"]+)"')
_GAPS: Final = ('const VERSION = "";', "const FILES = [];")
_ASKED_ANEW: Final = {"cache-control": "no-cache"}


@router.get("/manifest.webmanifest", name="manifest")
def manifest(request: Request) -> Response:
    """The app's name, colours and pictures, in the language of the page that asks."""
    lang = words.language(request)
    _ = words.gettext(lang)
    keep = pages.kept_language(request)
    picture = [{"src": static_files.address("icon-192.png"), "sizes": "192x192", "type": "image/png"}]
    described = {
        "id": "/",
        "name": _("Ghé: check in by scanning"),
        "short_name": "Ghé",
        "description": _("Scan the code at the door. No account."),
        "lang": lang,
        "dir": "ltr",
        "start_url": f"/{keep}",
        "scope": "/",
        "display": "standalone",
        "theme_color": icons.GROUND,
        "background_color": PAPER,
        "categories": ["health"],
        "icons": [
            *_icons(),
            {"src": static_files.address("favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
        "shortcuts": [
            {"name": _("Scan a place's code"), "url": f"/scan{keep}", "icons": picture},
            {"name": _("My visits"), "url": f"/my{keep}", "icons": picture},
        ],
    }
    body = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
    headers = _ASKED_ANEW | {"vary": "accept-language"}
    return Response(body, media_type="application/manifest+json", headers=headers)


def _icons() -> list[dict[str, str]]:
    made = [
        ("icon-192.png", 192, "any"),
        ("icon-512.png", 512, "any"),
        ("icon-maskable-512.png", 512, "maskable"),
    ]
    return [
        {
            "src": static_files.address(name),
            "sizes": f"{side}x{side}",
            "type": "image/png",
            "purpose": purpose,
        }
        for name, side, purpose in made
    ]


@router.get("/shell", name="shell")
@router.get("/shell/{kind}", name="shell_of")
def shell(request: Request, ghe: Ghe, kind: str = "") -> Response:
    """A page as the phone keeps it, for when there is no network."""
    lang = words.language(request)
    if kind not in KINDS:
        raise HTTPException(404)
    body = _kept_page(request, ghe, kind, lang)
    headers = _ASKED_ANEW | {"content-language": lang, "vary": "accept-language, accept-encoding"}
    if static_files.takes_gzip(request):
        headers["content-encoding"] = "gzip"
        body = gzip.compress(body, 6, mtime=0)
    return Response(body, media_type="text/html", headers=headers)


def _kept_page(request: Request, ghe: Installation, kind: str, lang: str) -> bytes:
    """Without the time of its making: a phone would set its clock by it days later."""
    query = f"lang={lang}".encode()
    path = {"home": "/", "scan": "/scan"}.get(kind, "/shell")
    asked = Request({**request.scope, "path": path, "query_string": query})
    if kind == "home":
        page: Response = home.home(asked, ghe)
    elif kind == "scan":
        page = scan.scan(asked, ghe)
    else:
        page = pages.render(asked, "citizen/shell.html", policy=ghe.policy)
    return _CLOCK.sub(b"", bytes(page.body), count=1)


@router.get("/sw.js", name="service_worker")
def service_worker(request: Request, ghe: Ghe) -> Response:
    """The worker, with the version and the addresses of what it keeps."""
    body = _worker(*(_kept_page(request, ghe, kind, lang) for kind in KINDS for lang in words.LANGUAGES))
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = _ASKED_ANEW | {"etag": etag}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/javascript", headers=headers)


@cache
def _worker(*kept: bytes) -> bytes:
    """The worker that keeps these pages and what they name."""
    addresses = [
        f"/shell{f'/{kind}' if kind else ''}?lang={lang}" for kind in KINDS for lang in words.LANGUAGES
    ]
    named = {found.decode() for page in kept for found in _NAMED.findall(page)}
    files = {address for address in named if not address.endswith(_LEFT_OUT)}
    files |= {static_files.address(name) for name in _AND_THESE if static_files.there_is(name)}
    source = static_files.sources()["phone/sw.js"].decode()
    all_of_it = b"\0".join([source.encode(), *kept, *(name.encode() for name in sorted(files))])
    filled = (
        f'const VERSION = "{hashlib.sha256(all_of_it).hexdigest()[:16]}";',
        f"const FILES = {json.dumps(sorted(files) + addresses)};",
    )
    for gap, text in zip(_GAPS, filled, strict=True):
        if source.count(gap) != 1:
            raise bundles.BundleBroken(f"sw.js says {gap} {source.count(gap)} times")
        source = source.replace(gap, text)
    return str(rjsmin.jsmin(source)).encode()
