"""All cases of a city at once: the kernel here and under Dask, beside DuckDB and plain SQL."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from app.cli import city_cluster
from app.cli.bench.apart import apart, peak_mb
from app.cli.bench.city_engines import Found, duckdb, kernel
from app.cli.bench.city_engines import postgres as plain_sql
from app.cli.bench.figures import Figure
from app.cli.scratch import kept_crowd, scratch
from app.cli.scratch_postgres import postgres
from app.domain.disease_profiles import DISEASES
from app.science.tracing import tail_of
from app.simulation.crowd import busiest
from app.store.export_files import Manifest
from app.usecases.add_crowd_cases import add_crowd_cases
from app.usecases.export_visits import export_visits
from app.usecases.load_crowd import crowd_of, load_crowd
from app.usecases.trace_export import trace_export
from app.web.state import Installation

_ASKED: Final = (100_000_000, 10_000)
"""At so many visits and cases the targets stand."""
_SECONDS: Final = 10.0
_MEGABYTES: Final = 4_000.0
_SQL_CASES: Final = 100
_WORKERS: Final = 2


def city(
    visits: Annotated[int, typer.Option(min=1_000, help="How many, over a fortnight.")] = 1_000_000,
    cases: Annotated[int, typer.Option(min=1, help="How many are traced.")] = 1_000,
    url: Annotated[str | None, typer.Option(help="Where 'ghe bench load --keep' left a crowd.")] = None,
    below: Annotated[Path | None, typer.Option(help="A disk with room for the files.")] = None,
) -> list[Figure]:
    """Every case of a city in one run of each engine, after the data are loaded."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=below)))
        ghe = stack.enter_context(_city(folder, visits, cases, url))
        made, figures = _exported(ghe, folder / "export")
        size = f"{made.cases:,} cases, {visits:,} visits"
        ours, memory = apart(kernel, folder / "export")
        print(f"{size}: {ours.pairs / max(made.cases, 1):,.0f} contacts a case, the mean")
        asked = (visits, made.cases) == _ASKED
        figures += _figures("kernel in process", size, ours, memory, asked=asked)
        figures += _under_dask(folder, size, ours, ghe.clock())
        other, memory = apart(duckdb, folder / "export")
        figures += _figures("DuckDB", size, other, memory)
        print(f"  the same pairs, meetings and times as the kernel: {'yes' if other.agrees(ours) else 'NO'}")
        figures += [
            Figure(
                "city", "DuckDB finds the kernel's pairs: 1 if so", float(other.agrees(ours)), "", least=1
            ),
            Figure("city", "DuckDB beside the kernel", other.seconds / ours.seconds, "times as long"),
            Figure("city", "DuckDB's processors beside the kernel's", other.cpu / ours.cpu, "x"),
        ]
        figures += _in_sql(ghe, made.cases, ours)
    return figures


@contextlib.contextmanager
def _city(folder: Path, visits: int, cases: int, url: str | None) -> Iterator[Installation]:
    """A crowd with its cases in PostgreSQL; the one of `url` where that is given."""
    with contextlib.ExitStack() as stack:
        if url is None:
            server = stack.enter_context(postgres(below=folder.parent))
            server.administer("CREATE DATABASE crowd")
            ghe = scratch(folder / "own", server.url("crowd"))
            began = time.perf_counter()
            load_crowd(ghe.database, ghe.keys, visits=visits, policy=ghe.policy, now=ghe.clock())
            print(f"loaded {visits:,} visits in {time.perf_counter() - began:.0f} s", flush=True)
        else:
            ghe = kept_crowd(url)
        with ghe.database.reading() as session:
            crowd = crowd_of(session)
        assert crowd is not None  # noqa: S101 - it was loaded above, or kept
        print(f"the busiest venue has {busiest(crowd):,.0f} visits a day")
        began = time.perf_counter()
        add_crowd_cases(ghe.database, ghe.keys, crowd, cases, policy=ghe.policy, now=ghe.clock())
        print(f"added {cases:,} cases in {time.perf_counter() - began:.0f} s", flush=True)
        try:
            yield ghe
        finally:
            ghe.recorder.stop()
            ghe.database.close()


def _exported(ghe: Installation, target: Path) -> tuple[Manifest, list[Figure]]:
    began = time.perf_counter()
    made = export_visits(
        ghe.database,
        ghe.keys,
        target,
        days=15,
        reason="benchmark",
        away_from=(),
        policy=ghe.policy,
        now=ghe.clock(),
    )
    seconds = time.perf_counter() - began
    size = sum(file.stat().st_size for file in target.rglob("*.parquet"))
    print(f"exported {made.stays:,} stays in {seconds:.1f} s, {size / made.stays:.1f} bytes a stay")
    return made, [
        Figure("city", f"export of {made.stays:,} stays", seconds, "s"),
        Figure("city", "a stay in the export", size / made.stays, "B"),
        Figure("city", "peak memory after the export", peak_mb(), "MB"),
    ]


def _figures(engine: str, size: str, found: Found, memory: float, *, asked: bool = False) -> list[Figure]:
    print(f"{engine}: {found.meetings:,} meetings, {found.pairs:,} pairs in {found.seconds:.2f} s")
    print(f"  {found.pairs / found.seconds:,.0f} pairs/s, {found.cpu:.2f} s of processors")
    print(f"  after {found.loaded:.1f} s of loading; peak memory {memory:,.0f} MB, the program included")
    return [
        Figure("city", f"{engine}: {size}", found.seconds, "s", most=_SECONDS if asked else None),
        Figure("city", f"{engine}: pairs", found.pairs / found.seconds, "/s"),
        Figure("city", f"{engine}: peak memory", memory, "MB", most=_MEGABYTES if asked else None),
    ]


def _under_dask(folder: Path, size: str, ours: Found, now: datetime) -> list[Figure]:
    """The same from the files to the files of pairs, so reading and writing are within."""
    with city_cluster.of_processes(_WORKERS) as cluster:
        began = time.perf_counter()
        done = trace_export(folder / "export", folder / "pairs", run=cluster.run, now=now)
        seconds, peaks = time.perf_counter() - began, cluster.peaks_mb()
    same = (done.meetings, done.pairs) == (ours.meetings, ours.pairs)
    print(f"Dask, {_WORKERS} workers, files to files: {done.pairs:,} pairs in {seconds:.2f} s")
    print(f"  peak {', '.join(f'{peak:,.0f}' for peak in peaks)} MB; as many pairs as in process: {same}")
    return [
        Figure("city", f"Dask, {_WORKERS} workers, files to files: {size}", seconds, "s"),
        Figure("city", "Dask: peak memory of a worker", max(peaks), "MB"),
        Figure("city", "Dask finds as many pairs: 1 if so", float(same), "", least=1),
    ]


def _in_sql(ghe: Installation, cases: int, ours: Found) -> list[Figure]:
    """Fewer cases, and what all would take if each took as long."""
    few = min(_SQL_CASES, cases)
    tail = tail_of(DISEASES["covid-19"])
    url = ghe.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    found, _ = apart(plain_sql, url, few, ghe.policy.longest_stay, tail)
    scaled = found.seconds * cases / few
    print(f"plain SQL: {found.pairs:,} pairs of {few} cases in {found.seconds:.2f} s, no weights, raw ends")
    print(f"  {scaled:,.0f} s for all {cases:,} if each takes as long")
    return [
        Figure("city", f"plain SQL, {few} cases", found.seconds, "s"),
        Figure(
            "city",
            f"plain SQL, for {cases:,}, beside the kernel",
            scaled / ours.seconds,
            "times as long",
        ),
    ]
