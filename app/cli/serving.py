"""The service in production: one process, or several on PostgreSQL."""

from __future__ import annotations

import sys
from typing import Annotated, Final

import typer
import uvicorn
from fastapi import FastAPI

from app.cli.public_url import warn_of_public_url
from app.main import create_app
from app.settings import Settings
from app.store import migrate as migrations
from app.store.db import open_database
from app.store.lock import ServerLock
from app.web import logs
from app.web.crowd import Door

_KEEP_ALIVE_SECONDS: Final = 75
"""Longer than a reverse proxy keeps idle connections (nginx: 60 s), so that the proxy closes them first."""
_GRACE_SECONDS: Final = 15
"""How long requests under way may take after the signal to stop."""
_START_SECONDS: Final = 60
"""How long a new process may take before the one that it replaces is kept instead."""


def serve(
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that share the port; GHE_WORKERS. PostgreSQL only.")
    ] = None,
) -> None:
    """Run the service."""
    settings = Settings()
    count = settings.workers if workers is None else workers
    logs.configure(settings.log_level)
    warn_of_public_url(settings.public_url)
    database = open_database(settings.database_url)
    if count > 1 and database.is_sqlite:
        sys.exit("SQLite has one writer: more than one worker needs PostgreSQL (GHE_DATABASE_URL).")
    lock = ServerLock(database)  # before the schema changes under a server that runs
    migrations.upgrade(database)
    lock.release()
    database.close()
    uvicorn.run(
        "app.cli.serving:application",
        factory=True,
        workers=count,
        host=settings.host,
        port=settings.port,
        http=Door,
        log_level="warning",
        access_log=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        timeout_worker_healthcheck=_START_SECONDS,
    )


def application() -> FastAPI:
    """The service as each process makes it for itself."""
    settings = Settings()
    logs.configure(settings.log_level)
    return create_app(settings)
