"""Sends away the part of a crowd that cannot be served now, before it has cost anything.

At ten times of what can be kept nearly everybody is refused, so what a refusal costs decides what is left for
the others. Most of it is HTTP itself: so the door knows a check-in by its first bytes, and answers it with
bytes that were made before, ahead of every header, task and layer.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import cycle
from typing import Any, Final

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.domain.errors import NotNow
from app.web import check_ins, errors, words
from app.web.answers import answer_to
from app.web.security import headers_of
from app.web.state import Installation

_log: Any = structlog.get_logger("ghe")
_CHECK_IN: Final = tuple(f"POST {check_ins.route.path}{more}".encode() for more in " ?")
"""How the bytes of a check-in begin: phones say their language behind the path."""
_MOST_INSIDE: Final = 128
"""Check-ins that are let in at once: a batch in the making and one on its way to the disk. The event loop
is a queue as well: whoever is let in among a thousand waits until a thousand requests have been read."""
_HELD_BACK: Final = 0.02
"""Seconds until a refusal goes out, with all others of that time: a proxy's few hundred connections bring the
next one each as soon as they have an answer, and would take the processor with nothing but refusals."""
_LAST_REQUEST: Final = 0.5
"""Seconds that an idle connection has for one more request when the service stops: it may be on its way, and
whoever sent it could not know what became of it."""
_TOLD_EVERY: Final = 10.0


class _Crowd:
    """How many check-ins are inside this process, and who is being sent away."""

    def __init__(self) -> None:
        self.inside = 0
        self._leaving: list[Door] = []
        self._refused = 0

    def send_away(self, door: Door) -> None:
        """Answer soon. The log is told now and then: a line each would cost more than the refusal."""
        if not self._leaving:
            door.loop.call_later(_HELD_BACK, self._answer)
        if self._refused == 0:
            door.loop.call_later(_TOLD_EVERY, self._tell)
        self._leaving.append(door)
        self._refused += 1

    def _answer(self) -> None:
        leaving, self._leaving = self._leaving, []
        for door in leaving:
            door.answer()

    def _tell(self) -> None:
        _log.warning("crowd refused", count=self._refused)
        self._refused = 0


_crowd = _Crowd()


class Door(HttpToolsProtocol):
    """uvicorn's HTTP, with one look first: is this a check-in, and is there a place for it?

    Answered here is only what is surely one whole request of the plainest kind on a connection where nothing
    is under way. A mistake would answer a piece of a body as if it were a request, and behind a proxy the
    next person would get that answer. All else goes the usual way and is refused by `CrowdAtTheDoor`.
    """

    _between = True
    """Whether the parser has read all of the last request and nothing of the next."""
    _inside = False
    """Whether what is under way holds a place. What comes in pieces does not: slow ones would fill all."""
    _refusal = b""
    """What goes out soon."""
    _stopping = False

    def data_received(self, data: bytes) -> None:
        """Take what a connection brings."""
        self.answer()  # who sends more before an answer gets them in order
        if data.startswith(_CHECK_IN) and self._is_idle():
            end = data.find(b"\r\n\r\n")
            head = data[:end].lower()
            if end > 0 and _length(head) == len(data) - end - 4:
                if _crowd.inside >= _MOST_INSIDE or self.app_state["ghe"].recorder.crowded:
                    self._refuse(head)
                    return
                _crowd.inside += 1
                self._inside = True
        super().data_received(data)
        if self._stopping and self.cycle is not None:
            self.cycle.keep_alive = False

    def answer(self) -> None:
        """Send the refusal that is held back, if there is one."""
        if self._refusal:
            self.transport.write(self._refusal)
            self._refusal = b""

    def on_message_begin(self) -> None:
        """The parser has met the first byte of a request."""
        self._between = False
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """The parser has met the last byte of a request."""
        self._between = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Everything has been answered."""
        self._leave()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody waits for an answer any more."""
        self._leave()
        self._refusal = b""
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The service stops: a busy connection is closed with its next answer, not between two requests."""
        self.answer()
        self._stopping = True
        if self._is_idle():
            self.loop.call_later(_LAST_REQUEST, HttpToolsProtocol.shutdown, self)
        else:
            super().shutdown()

    def _leave(self) -> None:
        if self._inside:
            self._inside = False
            _crowd.inside -= 1

    def _is_idle(self) -> bool:
        answered = self.cycle is None or self.cycle.response_complete
        return self._between and answered and not self.flow.write_paused

    def _refuse(self, head: bytes) -> None:
        ghe: Installation = self.app_state["ghe"]
        https = ghe.settings.public_url.startswith("https:")
        self._refusal = next(_answers(_language(head), https=https))
        _crowd.send_away(self)
        self.server_state.total_requests += 1
        # The connection is in use, so its time to be closed moves on; not at each request, for that costs.
        ends = self.timeout_keep_alive_task
        if ends is None or ends.when() - self.loop.time() < self.timeout_keep_alive / 2:
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )


class CrowdAtTheDoor:
    """The same where a request came in pieces, or through another server: 503 at once, its body unread."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and scope["path"] == check_ins.route.path and scope["method"] == "POST":
            ghe: Installation = scope["state"]["ghe"]
            if ghe.recorder.crowded:
                scope["route"] = check_ins.route
                await errors.show(Request(scope), answer_to(NotNow()))(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _length(head: bytes) -> int:
    """What a head in small letters says of its body's length; -1 where one must look closer."""
    said = head.split(b"\r\ncontent-length:")
    if len(said) != 2 or not head.partition(b"\r\n")[0].endswith(b" http/1.1"):  # noqa: PLR2004 - before and after it
        return -1
    if b"transfer-encoding" in head or b"expect" in head or b"close" in head or b"upgrade" in head:
        return -1
    value = said[1].partition(b"\r\n")[0].strip()
    return int(value) if value.isdigit() else -1


def _language(head: bytes) -> str:
    address = head[: head.index(b"\r\n")].split(b" ")[1]
    accepted = head.partition(b"\r\naccept-language:")[2].partition(b"\r\n")[0]
    return _asked_for(address.partition(b"?")[2], accepted)


@lru_cache(256)
def _asked_for(query: bytes, accepted: bytes) -> str:
    return words.language(_request(query, accepted))


def _request(query: bytes = b"", accepted: bytes = b"") -> Request:
    """As much of a request as its language needs."""
    headers = [(b"accept-language", accepted)]
    return Request({"type": "http", "path": check_ins.route.path, "query_string": query, "headers": headers})


@lru_cache
def _answers(language: str, *, https: bool) -> cycle[bytes]:
    """Whole answers without end, each with another time to come again."""
    made = []
    for seconds in errors.spread():
        answer = errors.show(_request(accepted=language.encode()), answer_to(NotNow()))
        headers = headers_of(https=https) | dict(answer.headers) | {"retry-after": str(seconds)}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        made.append(f"HTTP/1.1 503 Service Unavailable\r\n{lines}\r\n".encode() + bytes(answer.body))
    return cycle(made)
