"""One line of JSON a request: what was asked for, how it ended, how long it took; never by whom.

The path is the route's template, so that no id, code or token ends in a log; there is no address and no body.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from datetime import UTC, datetime

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BEGAN = "ghe.began"
"""Where a request's scope says since when it is handled, if another layer had it first."""
_LEVELS_WITH_REQUESTS = {"debug", "info", "notset"}


def configure(level: str) -> None:
    """JSON lines on standard error from `level` up."""
    _requests.wanted = level.lower() in _LEVELS_WITH_REQUESTS
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


class _Lines:
    """What requests say, written once a turn of the event loop.

    Each write lets another thread have the interpreter, and under load the recorder would take it for
    milliseconds: a write a request cost more than the request.
    """

    def __init__(self) -> None:
        self.wanted = False
        self._waiting: list[str] = []

    def say(self, line: str) -> None:
        """Write a line soon."""
        self._waiting.append(line)
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._write)

    def _write(self) -> None:
        lines, self._waiting = self._waiting, []
        sys.stderr.write("\n".join([*lines, ""]))
        sys.stderr.flush()


_requests = _Lines()


def new_id() -> str:
    """An id that finds a line again and opens nothing: it need not be hard to guess."""
    return f"{random.getrandbits(48):012x}"


def say(request_id: str, method: str, route: str, status: int, began: float) -> None:
    """Write the line of a request that began at `began` of `time.perf_counter` and has been answered."""
    if _requests.wanted:
        milliseconds = (time.perf_counter() - began) * 1000
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        # None of these needs JSON's escapes: a method is a token of HTTP, a route is a template of ours.
        _requests.say(
            f'{{"id": "{request_id}", "method": "{method}", "route": "{route}", "status": {status}, '
            f'"milliseconds": {milliseconds:.1f}, "event": "request", "level": "info", "timestamp": "{now}"}}'
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
        began, request_id, status = scope.get(BEGAN) or time.perf_counter(), new_id(), 500

        async def with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, with_id)
        finally:
            route = getattr(scope.get("route"), "path", "-")
            say(request_id, scope["method"], route, status, began)
