"""The page around a folium map: our own shell, with a nonce on what we wrote and on nothing else."""

import re
from html import escape

from branca.element import CssLink, Figure, JavascriptLink

from maps.assets import UnmappedAsset, asset_for

DATA_ID = "case-map-data"
_NONCE = re.compile(r"[A-Za-z0-9+/_=-]{16,}")
_BASE = re.compile(r"/(?!/)[A-Za-z0-9._~/-]*/")


def content_security_policy(nonce: str) -> str:
    """The policy a map document is sent with. `nonce` must be fresh for every answer."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data:; connect-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    )


class OfflineFigure(Figure):
    """A branca figure that links to our own assets only and renders into our own page.

    Args:
        asset_base: Path the assets are served under, "/static/maps/".
        nonce: At least 16 characters of base64, as in the policy.
        lang: Language of the words, "vi".
        title: Title of the page.

    Raises:
        ValueError: If the nonce is not one, or the base is not a path of this very site.
    """

    def __init__(self, *, asset_base: str, nonce: str, lang: str, title: str) -> None:
        super().__init__(title=title)
        if not _NONCE.fullmatch(nonce):
            raise ValueError("a nonce is at least 16 characters of base64")
        if not _BASE.fullmatch(asset_base):
            raise ValueError(f"assets are served from a path of this site, /.../: {asset_base!r}")
        self.asset_base = asset_base
        self.nonce = nonce
        self.lang = lang
        self.above = self.below = ""  # markup before and after the map, already escaped
        self.data = "{}"  # from maps.encode.script_json

    def render(self, **kwargs: object) -> str:
        """The whole document. No template sees the data or the words: they are joined as text here.

        Raises:
            UnmappedAsset: If any element wants a URL, or header markup, that we do not provide.
        """
        for child in self._children.values():
            child.render(**kwargs)
        styles, scripts = self._links()
        nonce = f' nonce="{self.nonce}"'
        return "\n".join(
            (
                "<!DOCTYPE html>",
                f'<html lang="{escape(self.lang)}">',
                '<head><meta charset="utf-8">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{escape(self.title or '')}</title>",
                *(f'<link rel="stylesheet" href="{href}"{nonce}>' for href in styles),
                "</head><body>",
                self.above,
                self.html.render(),
                self.below,
                f'<script type="application/json" id="{DATA_ID}">{self.data}</script>',
                *(f'<script src="{src}"{nonce}></script>' for src in scripts),
                f"<script{nonce}>{self.script.render()}</script>",
                "</body></html>\n",
            )
        )

    def _links(self) -> tuple[list[str], list[str]]:
        styles: list[str] = []
        scripts: list[str] = []
        for name, element in self.header._children.items():  # noqa: SLF001  # branca has no other way to read it
            if isinstance(element, CssLink):
                styles.append(self.asset_base + asset_for(element.url).name)
            elif isinstance(element, JavascriptLink):
                scripts.append(self.asset_base + asset_for(element.url).name)
            elif name != "meta_http":
                # A stock element's inline style or script: it has no nonce, and may name any host.
                raise UnmappedAsset(f"header markup from {name}")
        return styles, scripts
