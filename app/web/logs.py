"""One line of JSON a request: what was asked for, how it ended, how long it took; never by whom.

The path is the route's template, so that no id, code or token ends in a log; there is no address and no body.
"""

from __future__ import annotations

import secrets
import sys
import time
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log: Any = structlog.get_logger("ghe.request")


def configure(level: str) -> None:
    """JSON lines on standard error from `level` up."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Standard error as it is at each line: whoever replaced it since would otherwise get a closed file.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


class RequestLog:
    """Writes the line, and gives the answer the id that the line has."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, request_id, status = time.perf_counter(), secrets.token_hex(6), 500

        async def with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, with_id)
        finally:
            route = scope.get("route")
            _log.info(
                "request",
                id=request_id,
                method=scope["method"],
                route=getattr(route, "path", "-"),
                status=status,
                milliseconds=round((time.perf_counter() - began) * 1000, 1),
            )
