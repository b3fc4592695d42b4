"""How long one trace takes in a crowd of any size, and the first page of its list."""

from __future__ import annotations

import contextlib
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from fastapi import Request
from sqlalchemy import event

from app.cli.bench.figures import Figure
from app.cli.scratch import kept_crowd, scratch
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Role
from app.simulation.crowd import busiest
from app.store.db import Database, Session
from app.usecases import trace_by_columns
from app.usecases.add_crowd_cases import add_crowd_cases
from app.usecases.demo_officials import demo_official
from app.usecases.keep_trace import keep_columns
from app.usecases.load_crowd import crowd_of, load_crowd
from app.usecases.plan_trace import plan_trace
from app.web.official.case_page import case_page
from app.web.state import Installation

_STEPS: Final = ("plan", "gather", "decide", "doubt", "save")
_DECIDED: Final = _STEPS[:3]
_DECIDED_P50, _DECIDED_P99, _SAVED_P50, _PAGE_P95 = 40.0, 150.0, 120.0, 1000.0
"""Milliseconds: what is asked for."""


@dataclass(slots=True)
class _Found:
    """What was measured of all cases: milliseconds, and how much there was."""

    steps: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in _STEPS})
    pages: list[float] = field(default_factory=list)
    persons: list[int] = field(default_factory=list)
    exposures: list[int] = field(default_factory=list)
    visits: list[int] = field(default_factory=list)
    statements: Counter[int] = field(default_factory=Counter)
    """How many traces took so many."""


def trace(
    visits: Annotated[int, typer.Option(min=10_000, help="How many, over 14 days.")] = 300_000,
    cases: Annotated[int, typer.Option(min=1, help="How many are traced.")] = 300,
    url: Annotated[str | None, typer.Option(help="What `ghe bench load --url ... --keep` left.")] = None,
) -> list[Figure]:
    """Cases of about 60 visits traced and kept among a crowd's visits, each for the second time."""
    with contextlib.ExitStack() as stack:
        if url is None:
            ghe = scratch(Path(stack.enter_context(tempfile.TemporaryDirectory())))
            load_crowd(ghe.database, ghe.keys, visits=visits, policy=ghe.policy, now=ghe.clock())
        else:
            ghe = kept_crowd(url)
        now = ghe.clock()
        with ghe.database.reading() as session:
            crowd = crowd_of(session)
        assert crowd is not None  # noqa: S101 - both ways lead through one
        made = add_crowd_cases(ghe.database, ghe.keys, crowd, cases, policy=ghe.policy, now=now)
        found = _measured(ghe, made, now)
        ghe.recorder.stop()
        ghe.database.close()
    where = "SQLite" if ghe.database.is_sqlite else "PostgreSQL"
    print(f"the busiest venue has {busiest(crowd):,.0f} visits a day")
    return _told(found, where, crowd.visits)


def _measured(ghe: Installation, cases: Sequence[CaseId], now: datetime) -> _Found:
    """Look at each case once without keeping anything, then trace, keep and show each."""
    with ghe.database.writing() as session:
        official = demo_official(session, Role.TRACER, now)
    for case in cases:
        with ghe.database.reading() as session:
            _trace(ghe, session, official, case, now, _Found(), keep=False)
    found = _Found()
    for case in cases:
        with _counted(ghe.database) as statements:
            with ghe.database.writing() as session:
                ready = _trace(ghe, session, official, case, now, found, keep=True)
            found.steps["save"].append((time.perf_counter() - ready) * 1000)
        found.statements[len(statements)] += 1
    for case in cases:
        began = time.perf_counter()
        with ghe.database.reading() as session:
            case_page(_request(ghe, case), ghe, session, official, case, now=now)
        found.pages.append((time.perf_counter() - began) * 1000)
    return found


def _request(ghe: Installation, case: CaseId) -> Request:
    """The request for a case's page as the server would hand it over."""
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "https",
            "server": ("ghe.invalid", 443),
            "path": f"/official/cases/{case}",
            "query_string": b"",
            "headers": [],
            "state": {"ghe": ghe},
        }
    )


def _trace(
    ghe: Installation,
    session: Session,
    official: Official,
    case: CaseId,
    now: datetime,
    found: _Found,
    *,
    keep: bool,
) -> float:
    """The steps of `trace_case`, timed; returns when all but the last were done."""
    keys, policy = ghe.keys, ghe.policy
    times = [time.perf_counter()]
    plan = plan_trace(session, official, case, policy=policy, now=now)
    times.append(time.perf_counter())
    gathered = trace_by_columns.gather(session, plan, keys=keys, policy=policy)
    times.append(time.perf_counter())
    decided = trace_by_columns.decide(plan, gathered, policy=policy)
    times.append(time.perf_counter())
    rows = trace_by_columns.doubt(session, plan, decided, keys=keys, policy=policy)
    times.append(time.perf_counter())
    if keep:
        keep_columns(session, official, plan, gathered.opened, rows, now=now)
    for step, took in zip(_STEPS, np.diff(times) * 1000, strict=False):
        found.steps[step].append(float(took))
    found.persons.append(int(np.sum(rows.number == 1)))
    found.exposures.append(len(rows))
    found.visits.append(len(plan.walked))
    return times[-1]


@contextlib.contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def _told(found: _Found, where: str, visits: int) -> list[Figure]:
    steps = {step: np.array(times) for step, times in found.steps.items()}
    decided = np.sum([steps[step] for step in _DECIDED], axis=0)
    saved = np.sum(list(steps.values()), axis=0)
    size = f"{where}, {visits:,} visits"
    print(f"{size}: {len(saved)} cases of {np.median(found.visits):.0f} visits")
    people, met = np.median(found.persons), np.median(found.exposures)
    print(f"  contacts a case: median {people:,.0f}, exposures {met:,.0f}")
    print(f"  statements a trace: {dict(found.statements)}; COPY beside them on PostgreSQL")
    for step, times in steps.items():
        p50, p99 = np.percentile(times, (50, 99))
        print(f"  {step:7} {times.sum() / saved.sum():5.0%}   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory of this process {peak:,.0f} MB")
    return [
        _figure(f"decided, p50, {size}", decided, 50, _DECIDED_P50),
        _figure(f"decided, p99, {size}", decided, 99, _DECIDED_P99),
        _figure(f"with flags and saved, p50, {size}", saved, 50, _SAVED_P50),
        _figure(f"with flags and saved, p99, {size}", saved, 99, None),
        _figure(f"first page, p50, {size}", np.array(found.pages), 50, None),
        _figure(f"first page, p95, {size}", np.array(found.pages), 95, _PAGE_P95),
        Figure("trace", f"contacts a case, median, {size}", float(np.median(found.persons)), "people"),
        Figure("trace", f"different numbers of statements, {size}", len(found.statements), "", most=1),
    ]


def _figure(what: str, times: np.ndarray, share: int, most: float | None) -> Figure:
    value = float(np.percentile(times, share))
    print(f"  {what}: {value:.1f} ms")
    return Figure("trace", what, value, "ms", most=most)
