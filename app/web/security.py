"""What every answer carries, and which unsafe requests are let in. Pure ASGI, so that nothing is buffered."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

_HEADERS: Final = {
    "content-security-policy": "; ".join(f"{name} {value}" for name, value in CSP.items()),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
    "cache-control": "no-store",
}
_SAFE: Final = {"GET", "HEAD", "OPTIONS"}


def headers_of(*, https: bool) -> dict[str, str]:
    """What every answer carries unless it sets it itself."""
    more = {"strict-transport-security": "max-age=31536000; includeSubDomains"} if https else {}
    return _HEADERS | more


class SecurityHeaders:
    """Adds each header that the answer does not set itself; pages are stored nowhere unless they say so."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self._raw = [(name.encode(), value.encode()) for name, value in headers_of(https=https).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.get("headers", ())
                set_already = {name.lower() for name, _ in headers}
                message["headers"] = [*headers, *(h for h in self._raw if h[0] not in set_already)]
            await send(message)

        await self.app(scope, receive, with_headers)


def from_elsewhere(headers: Headers, own: str) -> bool:
    """Whether a browser says that another site caused this request.

    `Sec-Fetch-Site` cannot be set by a page. Browsers too old for it send `Origin` with a POST. A request
    with neither comes from no browser, so it carries nobody's cookie against their will.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    ours = {urlsplit(own).netloc, headers.get("host")}
    return origin is not None and urlsplit(origin).netloc.lower() not in ours


class OwnPagesOnly:
    """Refuses unsafe requests that another site caused (cross-site request forgery)."""

    def __init__(self, app: ASGIApp, *, public_url: str) -> None:
        self.app = app
        self.public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        unsafe = scope["type"] == "http" and scope["method"] not in _SAFE
        if unsafe and from_elsewhere(Headers(scope=scope), self.public_url):
            words = "Trang khác đã gửi yêu cầu này.\nAnother site sent this request.\n"
            refusal = PlainTextResponse(words, 403)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)
