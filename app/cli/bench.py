"""Measures what is claimed, in ratios within one run: these figures are this machine's at this hour."""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import numpy as np
import typer
from sqlalchemy import text

from app.domain.errors import Refusal
from app.domain.ids import VenueId, new_visit_id
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.venues import OpeningHours, VenueKind, register
from app.main import install, utc_now
from app.settings import Settings
from app.store import cases, migrate
from app.store.db import open_database
from app.usecases.check_in import CheckIn, Receipt, check_in
from app.usecases.found_demo import found_demo
from app.usecases.manage_officials import demo_official
from app.usecases.print_poster import PosterFormat, print_poster
from app.usecases.register_venue import register_venue
from app.usecases.trace_case import trace_case
from app.web.state import Installation
from qr.sheet import Paper

_OPENED = """
    SELECT json_extract(detail, '$.pseudonyms_opened') FROM audit ORDER BY number DESC LIMIT 1
"""

bench = typer.Typer(name="bench", help="Measure on a scratch database; nothing of yours is touched.")


@bench.callback(invoke_without_command=True)
def everything(context: typer.Context) -> None:
    """Run them all."""
    if context.invoked_subcommand is None:
        check_ins()
        trace()
        posters()


@bench.command("check-ins")
def check_ins(
    count: Annotated[int, typer.Option(min=100)] = 4000, clients: Annotated[int, typer.Option(min=1)] = 64
) -> None:
    """Acknowledged check-ins a second: queued for group commit, and one transaction each."""
    with tempfile.TemporaryDirectory() as folder:
        ghe = _scratch(Path(folder))
        now = ghe.clock()
        with ghe.database.writing() as session:
            said = register(name="Bench", address="-", kind=VenueKind.SHOP, capacity=1, hours=OpeningHours())
            code = register_venue(session, VenueId(uuid4()), said, None, now=now).code.code
        batch = [
            CheckIn(code, new_visit_id(now, n), DeviceToken(os.urandom(32))) for n in range(1, count + 1)
        ]

        def grouped(command: CheckIn) -> Receipt | Refusal:
            return ghe.recorder.submit(command).result()

        def alone(command: CheckIn) -> Receipt | Refusal:
            with ghe.database.writing() as session:
                (answer,) = check_in(session, [command], keys=ghe.keys, policy=ghe.policy, now=now)
            return answer

        few = batch[: max(1, count // 8)]
        fast = _rate(grouped, batch, clients)
        again = [replace(command, visit=new_visit_id(now, count + n)) for n, command in enumerate(few, 1)]
        slow = _rate(alone, [replace(c, device=DeviceToken(os.urandom(32))) for c in again], clients)
        with ghe.database.reading() as session:
            kept = session.execute(text("SELECT count(*) FROM visits")).scalar_one()
        print(f"check-ins, SQLite, {clients} clients in this process, no HTTP:")
        print(f"  group commit        {fast:8,.0f} /s")
        print(f"  one transaction     {slow:8,.0f} /s   ratio {fast / slow:.1f}")
        print(f"  acknowledged {len(batch) + len(again):,}, kept {kept:,}")
        if kept != len(batch) + len(again):
            raise typer.Exit(1)
        ghe.recorder.stop()


@bench.command("trace")
def trace(people: Annotated[int, typer.Option(min=500)] = 10_000) -> None:
    """One case traced and kept, in a simulated city of 21 days."""
    with tempfile.TemporaryDirectory() as folder:
        ghe = _scratch(Path(folder))
        now = ghe.clock()
        start = local_day(now, ghe.policy.zone) - timedelta(days=20)
        began = time.perf_counter()
        city = found_demo(
            ghe.database,
            ghe.keys,
            people_count=people,
            start=start,
            seed=1,
            policy=ghe.policy,
            now=now,
            progress=lambda _share, _words: None,
        )
        founded = time.perf_counter() - began
        times, sizes = _traced(ghe, now)
        visits = len(city.scans.person)
        print(f"demo city of {people:,} people, 21 days, {visits:,} check-ins: {founded:.1f} s")
        print(f"trace of one case among them, decided and saved, {len(times)} cases:")
        print(
            f"  p50 {np.percentile(times, 50) * 1000:.0f} ms   "
            f"p95 {np.percentile(times, 95) * 1000:.0f} ms   "
            f"median {statistics.median(sizes):,.0f} visits read"
        )
        size = Path(ghe.settings.database_url.removeprefix("sqlite:///")).stat().st_size
        print(f"  database {size / 1e6:,.0f} MB, peak memory {_peak_mb():,.0f} MB")
        ghe.recorder.stop()


@bench.command("posters")
def posters(count: Annotated[int, typer.Option(min=1)] = 40) -> None:
    """Posters as PDF, one after the other."""
    now, policy = utc_now(), Policy()
    with tempfile.TemporaryDirectory() as folder:
        ghe = _scratch(Path(folder))
        with ghe.database.writing() as session:
            said = register(
                name="Phở Hòa Pasteur",
                address="260C Pasteur",
                kind=VenueKind.SHOP,
                capacity=9,
                hours=OpeningHours(),
            )
            made = register_venue(session, VenueId(uuid4()), said, None, now=now)
        began = time.perf_counter()
        for _ in range(count):
            print_poster(
                made.venue,
                made.code,
                parent=None,
                public_url="https://ghe.example.vn",
                policy=policy,
                vietnamese=lambda sentence, **values: sentence % values if values else sentence,
                form=PosterFormat.PDF,
                paper=Paper.A4,
                now=now,
            )
        print(f"posters, A4 PDF, one core: {count / (time.perf_counter() - began):.0f} /s")
        ghe.recorder.stop()


def _scratch(folder: Path) -> Installation:
    settings = Settings(database_url=f"sqlite:///{folder / 'ghe.db'}", keys=folder / "keys")
    database = open_database(settings.database_url)
    migrate.upgrade(database)
    database.close()
    return install(settings)


def _rate(act: Callable[[CheckIn], Receipt | Refusal], commands: list[CheckIn], clients: int) -> float:
    """Acknowledged commands a second; a refusal fails the run."""
    with ThreadPoolExecutor(clients) as pool:
        began = time.perf_counter()
        answers = list(pool.map(act, commands))
        took = time.perf_counter() - began
    if refused := [answer for answer in answers if isinstance(answer, Refusal)]:
        raise refused[0]
    return len(commands) / took


def _traced(ghe: Installation, now: datetime) -> tuple[list[float], list[int]]:
    from app.domain.cases import CaseState
    from app.domain.roles import Role

    times, sizes = [], []
    with ghe.database.writing() as session:
        official = demo_official(session, Role.TRACER, now)
        found = cases.page(session, jurisdiction=None, state=CaseState.OPEN, limit=40)
    for case in found:
        try:
            began = time.perf_counter()
            with ghe.database.writing() as session:
                trace_case(session, official, case.id, keys=ghe.keys, policy=ghe.policy, now=now)
            times.append(time.perf_counter() - began)
        except Refusal:
            continue
        with ghe.database.reading() as session:
            sizes.append(session.execute(text(_OPENED)).scalar_one())
    return times, sizes


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
