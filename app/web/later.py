"""Parts of the service whose modules are imported after it has begun to answer.

What officials and owners open needs numpy, drawing and type-setting libraries, which take longer to import
than everything that a check-in needs. Nobody sees the difference: a request that comes before them waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from threading import Lock
from typing import Any

from fastapi import FastAPI
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send


class Later(BaseRoute):
    """Stands behind all routes and takes whatever none of them knows, until the other parts are there."""

    def __init__(self, app: FastAPI, parts: Sequence[str]) -> None:
        """`parts` are modules with a `router`, in the order in which they are asked."""
        self._app, self._parts = app, parts
        self._loading = Lock()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Every request."""
        return (Match.FULL if scope["type"] == "http" else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for the other parts, then ask all routes again."""
        await asyncio.to_thread(self.load)
        await self._app.router(scope, receive, send)

    def load(self) -> None:
        """Put the other parts where this stands; does nothing the second time. For a thread of its own."""
        with self._loading:
            if self not in self._app.router.routes:
                return
            for router in [import_module(part).router for part in self._parts]:
                self._app.include_router(router)
            # Behind this one nobody looks, so at every moment either it answers or all the others do.
            self._app.router.routes.remove(self)


def whole(app: FastAPI) -> FastAPI:
    """The same service with all its parts: for whoever goes through its routes."""
    for route in list(app.router.routes):
        if isinstance(route, Later):
            route.load()
    return app


class Service(FastAPI):
    """An application some of whose parts come later."""

    def openapi(self) -> dict[str, Any]:
        """The document of the interface, which names every part's."""
        whole(self)
        return super().openapi()
