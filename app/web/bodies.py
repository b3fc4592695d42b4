"""A body that comes in drops holds nothing for longer than a slow phone needs."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS: Final = 20.0
"""For the whole body: 64 kB at 26 kbit/s. A check-in is a hundredth of it."""


class BodyInTime:
    """Refuses requests whose body is not whole in time: 408, and the connection ends."""

    def __init__(self, app: ASGIApp, *, seconds: float = SECONDS) -> None:
        self.app = app
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        ends = asyncio.get_running_loop().time() + self.seconds
        whole = False

        async def in_time() -> Message:
            nonlocal whole
            if whole:  # what comes now is that the client goes away, whenever that may be
                return await receive()
            try:
                async with asyncio.timeout_at(ends):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, headers={"connection": "close"}) from None
            whole = not message.get("more_body", False)
            return message

        await self.app(scope, in_time, send)
