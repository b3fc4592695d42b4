"""The only wiring: makes what requests find ready and puts routers and layers in order."""

from __future__ import annotations

import asyncio
import gc
import importlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from time import sleep
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.types import ASGIApp

from app.domain.errors import Refusal
from app.domain.policy import Policy
from app.settings import Settings
from app.store import city, histories, migrate
from app.store.db import DATABASE_FAULTS, Session, open_database
from app.store.line import Line
from app.store.lock import ServerLock, only_one
from app.store.loop_recorder import LoopRecorder
from app.store.recorder import Recorder
from app.usecases.check_in import check_in
from app.usecases.check_in_at_once import Answers, check_in_at_once
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from app.usecases.keep_house import keep_house
from app.usecases.keep_retention import RetentionHeld, keep_retention
from app.usecases.poster_press import PosterPress
from app.usecases.rewrite_closed_day import rewrite_closed_day
from app.usecases.run_poster_jobs import run_poster_jobs
from app.vault.keystore import KeyStore
from app.web import (
    api,
    check_ins,
    code_keys,
    day_keys,
    errors,
    own_data,
    phone_app,
    public,
    static_files,
)
from app.web.bodies import BodyInTime
from app.web.citizen import companions, contact, door, home, scan, visit
from app.web.crowd import CrowdAtTheDoor
from app.web.later import Later, Service
from app.web.logs import RequestLog
from app.web.security import OwnPagesOnly, SecurityHeaders
from app.web.state import Installation, State
from app.web.words import gettext

_log: Any = structlog.get_logger("ghe")
_LARGEST_BODY = 64 * 1024
_COLLECTIONS = (50_000, 20, 100)
"""Garbage is looked for seldom: a search of everything that lives was the longest pause of a check-in."""
_FLUSHERS = 2
"""While one waits for PostgreSQL's disk another decides: a fifth to a third faster where commits are slow."""
_POLICY_SECONDS = 5.0
_PARTS = (
    *(static_files, phone_app, home, scan, door, visit, contact, companions),
    *(public, api, code_keys, day_keys, own_data),
)
"""What visitors and their phones need to check in."""
_LATER = tuple(
    f"app.web.{name}"
    for name in (
        *("notices", "release", "citizen.my", "citizen.my_visits", "citizen.my_join", "citizen.my_data"),
        *("venue.registration", "venue.owner", "venue.posters"),  # /venue/new and such before /venue/{venue}
        *("venue.page", "venue.poster", "venue.screen", "venue.sheets", "venue.door", "citizen.card"),
        *("venue.zone_sheets", "venue.zones", "venue.shifts", "shift", "public_map", "screens"),
        *("official.sign_in", "official.links", "official.home", "official.new_case", "official.cases"),
        *("official.release_code", "official.interview_visits", "official.case_trace", "official.decisions"),
        *("official.opening", "official.case_export", "official.case_card", "official.cards"),
        *("official.card_rights", "official.test_result", "official.new_event", "official.events"),
        *("official.notices", "official.origin", "official.second_contacts", "official.sources"),
        *("official.people", "official.chains", "official.map", "official.map_files", "official.outbreak"),
        *("official.diseases", "official.staff", "official.audit", "map_frame", "basemap"),
    )
)
"""Whose routes are asked first: /official/cases/new comes before /official/cases/{case}."""


def utc_now() -> datetime:
    """The clock of the running service; rules never read it."""
    return datetime.now(UTC)


def install(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> Installation:
    """Open the database and the key store of an installation.

    Raises:
        NotMigrated: `ghe migrate` has to run first.
    """
    database = open_database(settings.database_url)
    migrate.require_newest(database)
    keys = KeyStore(settings.keys)
    with database.reading() as session:
        policy, cut = city.policy(session), histories.kept(session)
    keep_house(database, keys, policy=policy, now=clock(), posters=settings.posters)

    def write(session: Session, commands: Sequence[CheckIn]) -> list[Receipt | Refusal]:
        return check_in(session, commands, keys=keys, policy=ghe.policy, now=clock())

    async def write_plain(line: Line, commands: Sequence[CheckIn]) -> Answers:
        basis = city.known_basis(database, ghe.policy.basis)
        if basis is None:  # nobody has checked in yet
            return [None] * len(commands)
        return await check_in_at_once(line, commands, basis, keys=keys, policy=ghe.policy, now=clock())

    recorder: Recorder[CheckIn, Receipt | Refusal] = (
        Recorder(database, write, flushers=_FLUSHERS)
        if database.is_sqlite or cut
        else LoopRecorder(database, write, write_plain, flushers=_FLUSHERS)
    )
    press = PosterPress(lambda stopping: _print_posters(ghe, stopping), _posters_failed)
    ghe = Installation(settings, database, keys, policy, recorder, clock, migrate.newest(), press)
    return ghe


def _print_posters(ghe: Installation, stopping: Callable[[], bool]) -> None:
    # One process prints; the others wait for their turn, in case a job comes as it finds no more.
    while not stopping():
        with only_one(ghe.database, "posters") as mine:
            if mine:
                _run_poster_jobs(ghe, stopping)
                return
        sleep(1)


def _run_poster_jobs(ghe: Installation, stopping: Callable[[], bool]) -> None:
    from app.usecases.print_posters import Printer

    vietnamese = gettext("vi")
    run_poster_jobs(
        ghe.database,
        ghe.settings.posters,
        lambda: Printer(
            public_url=ghe.settings.public_url,
            keys=ghe.keys,
            policy=ghe.policy,
            vietnamese=vietnamese,
            translate=vietnamese,
            paper="a4",
            now=ghe.clock(),
        ),
        clock=ghe.clock,
        stopping=stopping,
        failed=_posters_failed,
    )


def _posters_failed(fault: Exception) -> None:
    _log.error("posters failed", exc_info=fault)


async def _every_hour(ghe: Installation) -> None:
    """Destroy what has left retention and make the coming days ready, at the start and every hour."""
    while True:
        try:
            await asyncio.to_thread(_keep_up, ghe)
        except Exception:  # noqa: BLE001 - whatever went wrong, the service goes on
            # The next hour tries again; /readyz tells when a key or a partition is missing meanwhile.
            _log.exception("housekeeping failed")
        await asyncio.sleep(3600)


def _keep_up(ghe: Installation) -> None:
    now = ghe.clock()
    # Somebody may have lengthened retention: what this process remembers must not destroy too early.
    ghe.policy = _policy(ghe)
    with only_one(ghe.database, "retention") as mine:
        if mine:
            ended = keep_retention(ghe.database, ghe.keys, policy=ghe.policy, now=now)
            if isinstance(ended, RetentionHeld):
                _log.error("retention held", reason=str(ended))
    keep_house(ghe.database, ghe.keys, policy=ghe.policy, now=now, posters=ghe.settings.posters)
    rewrite_closed_day(ghe.database, policy=ghe.policy, now=now)
    ghe.press.wake()  # what the last run of the server left, or what failed an hour ago


async def _follow_policy(ghe: Installation) -> None:
    """Hear every few seconds of what an administrator has decided in another process."""
    while True:
        await asyncio.sleep(_POLICY_SECONDS)
        with suppress(*DATABASE_FAULTS):
            ghe.policy = await asyncio.to_thread(_policy, ghe)


def _policy(ghe: Installation) -> Policy:
    with ghe.database.reading() as session:
        return city.policy(session)


def _load(later: Later) -> None:
    # Their libraries take a second: better now, beside the first requests, than within one of them.
    later.load()
    importlib.import_module("maps")
    importlib.import_module("scipy.stats")
    gc.freeze()


class _Ghe(Service):
    """The service with a layer ahead of all, its framework's too, that answers most of what a city sends."""

    https = False

    def build_middleware_stack(self) -> ASGIApp:
        layers = super().build_middleware_stack()
        return check_ins.PlainCheckIns(layers, https=self.https)


def create_app(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> FastAPI:
    """The whole service as one ASGI application."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[State]:
        ghe = install(settings, clock=clock)
        lock = ServerLock(ghe.database)
        tasks = [asyncio.create_task(_every_hour(ghe))]
        if not ghe.database.is_sqlite:
            tasks.append(asyncio.create_task(_follow_policy(ghe)))
        warmed = asyncio.create_task(asyncio.to_thread(_load, later))
        # What was built at the start lives as long as the process: leave it out of every later collection.
        gc.freeze()
        gc.set_threshold(*_COLLECTIONS)
        yield State(ghe=ghe)
        for task in tasks:
            task.cancel()
        await warmed
        await asyncio.to_thread(ghe.press.stop)
        await asyncio.to_thread(ghe.recorder.stop)
        ghe.database.close()
        lock.release()

    app = _Ghe(
        title="Ghé",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        generate_unique_id_function=lambda route: route.name,
        max_body_size=_LARGEST_BODY,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.https = settings.public_url.startswith("https:")
    for part in _PARTS:
        app.include_router(part.router)
    app.router.routes.insert(0, check_ins.route)
    app.router.routes.append(later := Later(app, _LATER))
    errors.install(app)
    app.add_middleware(OwnPagesOnly, public_url=settings.public_url)
    app.add_middleware(BodyInTime)
    app.add_middleware(CrowdAtTheDoor)
    app.add_middleware(RequestLog)
    app.add_middleware(SecurityHeaders, https=app.https)
    return app
