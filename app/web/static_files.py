"""Style sheets, scripts and pictures, each at an address that a browser may keep for ever.

`/static/<version>/ghe.css` never changes: another content is another version. `/static/ghe.css` is the same
file for who knows no version: asked for anew each time, and answered with 304 while it stays. Everything is
held in memory, and is packed once, when it is first wanted.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.web import bundles, icons

router = APIRouter(include_in_schema=False)

FOLDER: Final = Path(__file__).parent / "static"
_DECODER: Final = ("lona-html5-qrcode", "html5-qrcode.min.js")
"""The package that carries the decoder, and its file; the package itself is never imported."""
_MEDIA_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_PACKS_WELL: Final = {".css", ".js", ".svg"}
_KEPT_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASKED_ANEW: Final = "no-cache"
_A_VERSION: Final = re.compile(r"[0-9a-f]{16}")


class StaticFileMissing(Exception):
    """No such file: a page names one that is not there, or a package has lost its own."""


class StaticFile:
    """One file as it is sent. Made when first wanted: a bundle is joined then, an icon drawn."""

    def __init__(self, suffix: str, make: Callable[[], bytes]) -> None:
        self.media_type = _MEDIA_TYPES[suffix]
        self.packs_well = suffix in _PACKS_WELL
        self.body = cache(make)
        self.packed = cache(lambda: gzip.compress(make(), 9, mtime=0))
        self.etag = cache(lambda: hashlib.sha256(make()).hexdigest()[:20])


@cache
def sources() -> Mapping[str, bytes]:
    """Every file of the folder by its path there, and the decoder: read once in the life of a process."""
    paths = sorted(path for path in FOLDER.rglob("*") if path.suffix in _MEDIA_TYPES)
    found = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in paths}
    return found | {"decoder.js": _decoder()}


def _decoder() -> bytes:
    package, name = _DECODER
    for path in metadata.files(package) or ():
        if path.name == name:
            return path.read_binary()
    raise StaticFileMissing(f"{package} holds no {name}: run make env")


@cache
def version() -> str:
    """16 hexadecimal digits of everything that is served, and of the modules that make files of files."""
    digest = hashlib.sha256()
    makers = [Path(str(module.__file__)).read_bytes() for module in (bundles, icons)]
    for name, body in [*sources().items(), ("", b"".join(makers))]:
        for part in (name.encode(), body):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


def address(name: str) -> str:
    """The address that pages write, for example of `ghe.css` or `phone/door.js`.

    Raises:
        StaticFileMissing: there is none.
    """
    if name not in _versioned():
        raise StaticFileMissing(name)
    return f"/static/{version()}/{name}"


def there_is(name: str) -> bool:
    """Whether `address` has an answer."""
    return name in _versioned()


def body(name: str) -> bytes:
    """What is served at its address, before packing."""
    return _versioned()[name].body()


@cache
def _plain() -> Mapping[str, StaticFile]:
    """Each file as it stands in the folder."""
    return {
        name: StaticFile(Path(name).suffix, partial(bytes, body))
        for name, body in sources().items()
        if name != "phone/sw.js"  # a pattern that app.web.phone_app fills in
    }


@cache
def _versioned() -> Mapping[str, StaticFile]:
    """The same with the phone's scripts joined, and with the icons."""
    drawn = {name: StaticFile(".png", draw) for name, draw in icons.ICONS.items()}
    phone = {
        name.removeprefix("phone/"): body.decode()
        for name, body in sources().items()
        if name.startswith("phone/")
    }
    joined = {
        f"phone/{name}": StaticFile(".js", partial(_joined, name, phone)) for name in phone if name != "sw.js"
    }
    return {**_plain(), **drawn, **joined}


def _joined(entry: str, phone: Mapping[str, str]) -> bytes:
    return bundles.bundle(entry, phone).encode()


@router.api_route("/static/{path:path}", methods=["GET", "HEAD"], name="static")
async def static(request: Request, path: str) -> Response:
    """A file. A version of the past or the future gets what there is now, not to be kept."""
    first, _, rest = path.partition("/")
    has_version = bool(_A_VERSION.fullmatch(first))
    found = _versioned().get(rest) if has_version else _plain().get(path)
    if found is None:
        raise HTTPException(404)
    for_ever = has_version and first == version()
    return _answer(request, found, _KEPT_FOR_EVER if for_ever else _ASKED_ANEW)


def takes_gzip(request: Request) -> bool:
    """Whether the browser unpacks gzip (RFC 9110, 12.5.3); `gzip;q=0` says that it does not."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in {"gzip", "*"}:
            return not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight)
    return False


def _answer(request: Request, file: StaticFile, kept: str) -> Response:
    packed = file.packs_well and takes_gzip(request)
    etag = f'"{file.etag()}{"-gzip" if packed else ""}"'
    headers = {"cache-control": kept, "etag": etag}
    if file.packs_well:
        headers["vary"] = "accept-encoding"
    asked = request.headers.get("if-none-match", "")
    if asked == "*" or etag in [tag.strip().removeprefix("W/") for tag in asked.split(",")]:
        return Response(status_code=304, headers=headers)
    if packed:
        headers["content-encoding"] = "gzip"
    return Response(file.packed() if packed else file.body(), media_type=file.media_type, headers=headers)
