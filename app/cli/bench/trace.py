"""How long a trace takes."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from sqlalchemy import text

from app.cli.bench.figures import Figure
from app.cli.scratch import scratch
from app.domain.errors import Refusal
from app.domain.spans import local_day
from app.store import cases
from app.usecases.demo_officials import demo_official
from app.usecases.found_demo import found_demo
from app.usecases.trace_case import trace_case
from app.web.state import Installation

_OPENED = """
    SELECT json_extract(detail, '$.pseudonyms_opened') FROM audit ORDER BY number DESC LIMIT 1
"""


def trace(people: Annotated[int, typer.Option(min=500)] = 10_000) -> list[Figure]:
    """One case traced and kept, in a simulated city of 21 days."""
    with tempfile.TemporaryDirectory() as folder:
        ghe = scratch(Path(folder))
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
    return [
        Figure("trace", f"decided and saved among {visits:,} visits, p{share}", float(value) * 1000, "ms")
        for share, value in zip((50, 95), np.percentile(times, (50, 95)), strict=True)
    ]


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
