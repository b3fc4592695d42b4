"""How long a city of any size takes to load, until it can be traced, and how many bytes a visit takes."""

from __future__ import annotations

import contextlib
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from app.cli.bench.figures import Figure
from app.cli.bench.lived_day import lived_sizes
from app.cli.bench.visit_sizes import sizes
from app.cli.scratch import keep_crowd, scratch
from app.cli.scratch_postgres import postgres
from app.domain.roles import Role
from app.domain.spans import local_day
from app.simulation.crowd import Crowd, busiest
from app.store import city, exposures, migrate, partitions
from app.usecases.add_crowd_cases import add_crowd_cases
from app.usecases.demo_officials import demo_official
from app.usecases.end_retention import end_retention
from app.usecases.found_demo import NotEmpty
from app.usecases.load_crowd import load_crowd, visits_of_day
from app.usecases.rewrite_closed_day import rewrite_closed_day
from app.usecases.trace_case import trace_case
from app.web.state import Installation

_KEYS: Final = Path("var/bench")
_BYTES_A_VISIT: Final = 275
"""About 250: what is asked for, and a tenth."""
_DROPPED_WITHIN: Final = 1.0
_REWRITTEN: Final = 600.0
"""Ten minutes of a night for a day of the largest city that one machine holds."""
_TRACED_WITHIN: Final = 1.0
_CASES: Final = 20
_LIVED_AT_MOST: Final = 300_000


def load(
    visits: Annotated[int, typer.Option(min=1_000, help="How many, over all days.")] = 1_000_000,
    days: Annotated[int, typer.Option(min=1, max=28, help="Whole days before today.")] = 14,
    url: Annotated[str | None, typer.Option(help="An empty database of yours, SQLite too.")] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the city in it, for the benchmarks that take --url.")
    ] = False,
    keys: Annotated[Path, typer.Option(help="Where the keys of a city that is kept stand.")] = _KEYS,
    seed: Annotated[int, typer.Option(help="Another one, another city.")] = 1,
) -> list[Figure]:
    """A crowd of any size, loaded until it can be traced."""
    if keep and url is None:
        sys.exit("--keep needs --url: the server that this starts goes when it is done.")
    with contextlib.ExitStack() as stack:
        folder = keys if keep else Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ghe = scratch(folder, url or stack.enter_context(_own_database()))
        try:
            figures = _measured(ghe, visits, days, seed)
            figures += [] if keep else _dropped(ghe, days)
        except NotEmpty:
            sys.exit("This database is not empty.")
        if keep:
            keep_crowd(ghe)
        elif url is not None:
            migrate.downgrade(ghe.database, "base")
        ghe.recorder.stop()
        ghe.database.close()
    print(f"  peak memory of this process {_peak_mb():,.0f} MB")
    return [*figures, Figure("load", f"peak memory at {visits:,} visits", _peak_mb(), "MB")]


@contextlib.contextmanager
def _own_database() -> Iterator[str]:
    with postgres() as server:
        server.administer("CREATE DATABASE crowd")
        yield server.url("crowd")


def _measured(ghe: Installation, visits: int, days: int, seed: int) -> list[Figure]:
    now, began = ghe.clock(), time.perf_counter()
    crowd = load_crowd(
        ghe.database,
        ghe.keys,
        visits=visits,
        days=days,
        seed=seed,
        policy=ghe.policy,
        now=now,
        progress=lambda share, words: print(f"  {time.perf_counter() - began:7.1f} s {share:5.0%} {words}"),
    )
    loaded = time.perf_counter() - began
    kind = "SQLite" if ghe.database.is_sqlite else "PostgreSQL"
    print(f"{kind}: {visits:,} visits of {days} days, {crowd.venues:,} venues, {crowd.persons:,} persons")
    print(f"  the busiest venue has {busiest(crowd):,.0f} visits a day")
    print(f"  loaded after {loaded:,.1f} s: {visits / loaded:,.0f} visits/s with all that they need")
    tried, contacts = _traced(ghe, crowd, now)
    traceable = loaded + sum(tried)
    took = f"{tried[-1] * 1000:,.0f} ms, {contacts:,} contacts"
    print(f"  traceable after {traceable:,.1f} s: a case's trace took {took}")
    if len(tried) > 1:
        print(f"  the first {len(tried) - 1} took longer: {', '.join(f'{t:.1f}' for t in tried[:-1])} s")
    of_one = {part: size / visits for part, size in sizes(ghe.database).items()}
    _print_split("bytes a visit, indexes built afterwards", of_one)
    figures = [
        Figure("load", f"{kind}: visits loaded, of {visits:,}", visits / loaded, "/s"),
        Figure("load", f"{kind}: until {visits:,} visits are traceable", traceable, "s"),
        Figure("load", f"{kind}: a trace then, saved", tried[-1] * 1000, "ms", most=_TRACED_WITHIN * 1000),
        Figure("load", f"{kind}: a visit as loaded", sum(of_one.values()), "B", most=_BYTES_A_VISIT),
    ]
    return figures if ghe.database.is_sqlite else [*figures, *_rewritten(ghe, visits), _lived(ghe, crowd)]


def _rewritten(ghe: Installation, visits: int) -> list[Figure]:
    """All days that are over put in order of venues: how long each takes, and the bytes of a visit then."""
    took: list[float] = []
    while True:
        began = time.perf_counter()
        if rewrite_closed_day(ghe.database, policy=ghe.policy, now=ghe.clock()) is None:
            break
        took.append(time.perf_counter() - began)
    of_one = {part: size / visits for part, size in sizes(ghe.database).items()}
    slowest = max(took, default=0.0)
    print(f"  {len(took)} closed days rewritten, the slowest in {slowest:.1f} s")
    _print_split("bytes a visit then", of_one)
    return [
        Figure(
            "load", f"PostgreSQL: a closed day rewritten, of {visits:,} visits", slowest, "s", most=_REWRITTEN
        ),
        Figure(
            "load",
            "PostgreSQL: a visit with closed days rewritten",
            sum(of_one.values()),
            "B",
            most=_BYTES_A_VISIT,
        ),
    ]


def _traced(ghe: Installation, crowd: Crowd, now: datetime) -> tuple[list[float], int]:
    """The seconds that traces took, up to the first that took under one, and how many were with that case.

    Then the city is traceable.
    """
    cases = add_crowd_cases(ghe.database, ghe.keys, crowd, _CASES, policy=ghe.policy, now=now)
    with ghe.database.writing() as session:
        official = demo_official(session, Role.TRACER, now)
    took: list[float] = []
    contacts = 0
    for case in cases:
        began = time.perf_counter()
        with ghe.database.writing() as session:
            trace = trace_case(session, official, case, keys=ghe.keys, policy=ghe.policy, now=now)
        took.append(time.perf_counter() - began)
        with ghe.database.reading() as session:
            contacts = len(exposures.last_starts(session, trace.id))
        if took[-1] <= _TRACED_WITHIN:
            break
    return took, contacts


def _lived(ghe: Installation, crowd: Crowd) -> Figure:
    """The bytes of a visit of a day that came in by check-ins and check-outs."""
    day = Crowd(min(_LIVED_AT_MOST, crowd.visits // crowd.days), 1, crowd.seed, crowd.first_day)
    with ghe.database.writing() as session:
        basis = city.basis_id(session, ghe.policy.basis, now=ghe.clock())
    columns = visits_of_day(day, 0, ghe.keys, ghe.policy, basis)
    bytes_of = lived_sizes(ghe.database, day.first_day, ghe.policy.zone, columns)
    of_one = {part: size / day.visits for part, size in bytes_of.items()}
    _print_split(f"bytes a visit, a day of {day.visits:,} lived with its check-outs", of_one)
    return Figure("load", "PostgreSQL: a visit as lived", sum(of_one.values()), "B", most=_BYTES_A_VISIT)


def _print_split(what: str, of_one: Mapping[str, float]) -> None:
    parts = ", ".join(f"{part} {size:.0f}" for part, size in of_one.items())
    print(f"  {what}: {sum(of_one.values()):.0f} ({parts})")


def _dropped(ghe: Installation, days: int) -> list[Figure]:
    """Retention ends one day after another, the oldest first."""
    first = local_day(ghe.clock(), ghe.policy.zone) - timedelta(days=days)
    dropped: list[float] = []
    took: list[float] = []
    for number in range(days):
        later = ghe.clock() + timedelta(days=ghe.policy.retention_days - days + 1 + number)
        began = time.perf_counter()
        partitions.drop_partition(ghe.database, first + timedelta(days=number))
        dropped.append(time.perf_counter() - began)
        end_retention(ghe.database, ghe.keys, policy=ghe.policy, now=later)
        took.append(time.perf_counter() - began)
    kind = "SQLite" if ghe.database.is_sqlite else "PostgreSQL"
    of_which = f"of which its table {max(dropped):.2f} s"
    print(f"  retention of one day: slowest of {days} {max(took):.2f} s, {of_which}")
    whole = Figure("load", f"{kind}: retention of one day, the slowest of {days}", max(took), "s")
    table = Figure("load", f"{kind}: a day's table dropped", max(dropped), "s", most=_DROPPED_WITHIN)
    return [whole] if ghe.database.is_sqlite else [table, whole]


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
