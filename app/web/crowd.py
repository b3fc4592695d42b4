"""Sends away the part of a crowd that cannot be served now, before it has cost anything.

A refusal on the usual way costs as much as a check-in without its visit: at ten times of what the database
keeps, refusing would be all that a server does.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.domain.errors import NotNow
from app.web import check_ins, errors, words
from app.web.answers import answer_to
from app.web.state import Installation


class CrowdAtTheDoor:
    """Answers a check-in in JSON with 503 at once, its body unread, while the recorder takes no more."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._said: dict[str, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and scope["path"] == check_ins.route.path and scope["method"] == "POST":
            ghe: Installation = scope["state"]["ghe"]
            if ghe.recorder.crowded:
                scope["route"] = check_ins.route
                await self._refuse(Request(scope), send)
                return
        await self.app(scope, receive, send)

    async def _refuse(self, request: Request, send: Send) -> None:
        language = words.language(request)
        if language not in self._said:
            self._said[language] = bytes(errors.show(request, answer_to(NotNow())).body)
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(self._said[language])).encode()),
            (b"retry-after", errors.come_again().encode()),
        ]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": self._said[language]})
