"""Scripts and stylesheets of a map: every one from an installed package, none from another host.

Each is served under a name that holds its hash, so a web layer may let browsers keep it for ever. The
names stay inside one deployment: a frame without an origin of its own asks for them without cookies,
so they must be public, and must not carry `Cross-Origin-Resource-Policy: same-origin`.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePosixPath

import folium.folium

_JAVASCRIPT = "text/javascript; charset=utf-8"
_CSS = "text/css; charset=utf-8"

OWN_JS = [
    (name, f"maps/static/{name}.js")
    for name in ("casemap", "casemap_view", "casemap_steps", "casemap_over", "casemap_venues")
]
"""The first one is there before the others."""
OWN_CSS = ("casemap_css", "maps/static/casemap.css")
LEAFLET_JS = folium.folium._default_js[0]  # noqa: SLF001  # the one list folium itself reads, pinned in _verbatim
LEAFLET_CSS = folium.folium._default_css[0]  # noqa: SLF001  # the same


class UnmappedAsset(LookupError):
    """A map asked for something that no installed package provides; it is never fetched instead."""


class AssetChanged(ValueError):
    """A packaged file is not the one this library was tested with."""


@dataclass(frozen=True, slots=True)
class Packaged:
    """Where a file stands; `sha256` is None for our own, which change with the code beside them."""

    package: str
    path: str
    media_type: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to serve; `name` holds the start of its hash."""

    name: str
    body: bytes
    media_type: str


MANIFEST = {
    LEAFLET_JS[1]: Packaged(
        "xstatic.pkg.leaflet",
        "data/leaflet.js",
        _JAVASCRIPT,
        "5819285cec137b229c94e1ee5ad73e8b6b84345a4367d60f75fe477fe0fb7b03",
    ),
    LEAFLET_CSS[1]: Packaged(
        "xstatic.pkg.leaflet",
        "data/leaflet.css",
        _CSS,
        "90b693d86392a4779c861b28cf307e7e59c3fb35328c4d8b95f58f814d38c722",
    ),
    **{key: Packaged("maps", f"static/{name}.js", _JAVASCRIPT) for name, key in OWN_JS},
    OWN_CSS[1]: Packaged("maps", "static/casemap.css", _CSS),
}


@cache
def asset_for(url: str) -> Asset:
    """The packaged file that stands in for a URL of folium's, or for one of our own keys.

    Raises:
        UnmappedAsset: If the manifest does not hold the URL.
        AssetChanged: If the installed file has another hash.
    """
    if url not in MANIFEST:
        raise UnmappedAsset(url)
    packaged = MANIFEST[url]
    body = files(packaged.package).joinpath(packaged.path).read_bytes()
    digest = sha256(body).hexdigest()
    if packaged.sha256 not in (None, digest):
        raise AssetChanged(f"{packaged.package}/{packaged.path} has sha256 {digest}")
    path = PurePosixPath(packaged.path)
    return Asset(f"{path.stem}.{digest[:12]}{path.suffix}", body, packaged.media_type)


def asset_names() -> tuple[str, ...]:
    """Names of all assets, as documents ask for them below their base URL."""
    return tuple(asset_for(url).name for url in MANIFEST)


def asset(name: str) -> Asset:
    """The asset of that name.

    Raises:
        UnmappedAsset: If there is none (another release's hash, or a guess).
    """
    for url in MANIFEST:
        if (found := asset_for(url)).name == name:
            return found
    raise UnmappedAsset(name)
