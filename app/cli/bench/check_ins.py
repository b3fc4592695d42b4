"""How many check-ins a second."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer
from sqlalchemy import text

from app.cli.bench.figures import Figure
from app.cli.scratch import scratch
from app.domain.errors import Refusal
from app.domain.ids import VenueId, new_visit_id
from app.domain.opening_hours import OpeningHours
from app.domain.people import DeviceToken
from app.domain.registrations import register
from app.domain.venue_kinds import VenueKind
from app.usecases.check_in import check_in
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from app.usecases.register_venue import register_venue


def check_ins(
    count: Annotated[int, typer.Option(min=100)] = 4000, clients: Annotated[int, typer.Option(min=1)] = 64
) -> list[Figure]:
    """Acknowledged check-ins a second: queued for group commit, and one transaction each."""
    with tempfile.TemporaryDirectory() as folder:
        ghe = scratch(Path(folder))
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
    return [
        Figure("check-ins", "group commit, SQLite, in process", fast, "/s"),
        Figure("check-ins", "beside one transaction each", fast / slow, "x"),
    ]


def _rate(act: Callable[[CheckIn], Receipt | Refusal], commands: list[CheckIn], clients: int) -> float:
    """Acknowledged commands a second; a refusal fails the run."""
    with ThreadPoolExecutor(clients) as pool:
        began = time.perf_counter()
        answers = list(pool.map(act, commands))
        took = time.perf_counter() - began
    if refused := [answer for answer in answers if isinstance(answer, Refusal)]:
        raise refused[0]
    return len(commands) / took
