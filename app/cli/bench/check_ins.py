"""How many check-ins a second, over HTTP, from a real server process, each acknowledged after its commit."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

import typer

from app.cli.bench import check_in_server
from app.cli.bench.check_in_parts import BENCH, RATES, Size, balance, bench, fixed, maximum, memory
from app.cli.bench.check_in_runs import Bench
from app.cli.bench.check_in_stock import VENUES
from app.cli.bench.figures import Figure
from app.cli.bench.pgbench import single_row_inserts
from app.cli.scratch_postgres import DURABLE, PostgresMissing, PostgresServer, find_postgres, postgres


class On(StrEnum):
    """Which databases."""

    BOTH = "both"
    POSTGRESQL = "postgresql"
    SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A kind of database, and what is asked of it."""

    name: str
    least: float
    beside_naive: float


_POSTGRESQL: Final = _Asked("PostgreSQL", 8_000, 15)
_SQLITE: Final = _Asked("SQLite", 4_000, 8)
_OF_PGBENCH: Final = 0.45


def check_ins(
    seconds: Annotated[int, typer.Option(min=1, help="Of each maximum; fixed rates run twice as long.")] = 4,
    clients: Annotated[int, typer.Option(min=2, help="Connections kept open.")] = 64,
    on: Annotated[On, typer.Option(help="Which database.")] = On.BOTH,
    alone: Annotated[bool, typer.Option("--alone", help="Only our own maximum.")] = False,
    soak: Annotated[int, typer.Option(min=2_000, help="Check-ins over which memory is watched.")] = 20_000,
    url: Annotated[str | None, typer.Option(help="A PostgreSQL on this machine that runs already.")] = None,
) -> list[Figure]:
    """Acknowledged check-ins a second, beside pgbench and beside one session a request."""
    size, level = Size(seconds, clients, soak, alone), os.environ.get("GHE_LOG_LEVEL", "info")
    print(f"check-ins over HTTP, {clients} connections, {seconds} s a maximum, log level {level}")
    print(
        "cores: server / database / generator; times of a maximum from sending, of a rate from when it is due"
    )
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="ghe-check-ins-") as folder:
        if on is not On.SQLITE:
            found += _on_postgres(size, Path(folder), url)
        if on is not On.POSTGRESQL:
            urls = _Urls(f"sqlite:///{folder}/ours.db", f"sqlite:///{folder}/naive.db")
            found += _measured(_SQLITE, urls, size, Path(folder) / "sqlite")
    return found


@dataclass(frozen=True, slots=True)
class _Urls:
    """Two databases, and the process they live in where it is one of its own."""

    ours: str
    naive: str
    process: int | None = None
    two: str | None = None
    """Where two processes of ours are measured: SQLite takes one."""


def _on_postgres(size: Size, folder: Path, url: str | None) -> list[Figure]:
    with ExitStack() as stack:
        try:
            server = _running(url) if url else stack.enter_context(postgres(DURABLE))
        except PostgresMissing as missing:
            print(f"{missing}; PostgreSQL is not measured")
            return []
        ours, naive, two = (stack.enter_context(_database(server)) for _ in range(3))
        process = None if url else _process_of(server)
        urls = _Urls(server.url(ours), server.url(naive), process, server.url(two))

        def limit() -> float:
            return single_row_inserts(
                server, naive, folder, seconds=size.seconds, clients=size.clients, venues=VENUES
            )

        return _measured(_POSTGRESQL, urls, size, folder / "postgresql", limit)


def _process_of(server: PostgresServer) -> int:
    return int((server.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])


def _running(url: str) -> PostgresServer:
    parts, programs = urlsplit(url), find_postgres()
    if parts.hostname not in {"127.0.0.1", "localhost"} or programs is None:
        raise PostgresMissing("--url names no PostgreSQL on this machine")
    return PostgresServer(parts.port or 5432, parts.username or "postgres", programs, Path())


@contextmanager
def _database(server: PostgresServer) -> Iterator[str]:
    name = server.new_database("template0")
    try:
        yield name
    finally:
        server.drop_database(name)


def _measured(
    asked: _Asked, urls: _Urls, size: Size, folder: Path, limit: Callable[[], float] | None = None
) -> list[Figure]:
    """Ours beside what else there is, all within two minutes, so that the ratios hold elsewhere too."""
    folder.mkdir()
    with_wrk = shutil.which("wrk") is not None
    if not with_wrk:
        print("wrk is not installed (apt install wrk): no maximum is measured")
    others = [] if size.alone or not with_wrk else _others(asked, urls, size, folder, limit)
    with bench(check_in_server.OURS, urls.ours, folder / "ours", urls.process) as run:
        found = _one(run, asked, size, with_wrk=with_wrk, last=urls.two is None)
        balance(run, asked.name)
    if urls.two is not None:
        with bench(check_in_server.OURS, urls.two, folder / "two", urls.process, workers=2) as run:
            found = _two(run, asked, size, with_wrk=with_wrk) + found
            balance(run, f"{asked.name}, two processes")
    return found + [
        Figure(BENCH, f"{found[0].what}, beside {other.what}", found[0].value / other.value, "x", least)
        for other, least in others
    ]


def _others(
    asked: _Asked, urls: _Urls, size: Size, folder: Path, limit: Callable[[], float] | None
) -> list[tuple[Figure, float]]:
    with bench(check_in_server.NAIVE, urls.naive, folder / "naive", urls.process) as run:
        naive, _ = maximum(run, size, f"{asked.name}, one session a request")
    others = [(naive, asked.beside_naive)]
    if limit is not None:
        inserts = Figure(BENCH, "pgbench, single-row inserts", limit(), "/s")
        print(f"  {inserts.what:<34}{inserts.value:8,.0f} /s")
        others.append((inserts, _OF_PGBENCH))
    return others


def _one(run: Bench, asked: _Asked, size: Size, *, with_wrk: bool, last: bool) -> list[Figure]:
    """One process; what is asked for is asked of it where there can be no second."""
    found = []
    if with_wrk:
        found += maximum(run, size, asked.name, least=asked.least if last else None)
        if size.alone:
            return found
        found += maximum(run, size, f"{asked.name}, form", form=True)
    if last:
        found += [fixed(run, size, asked.name, rate) for rate in RATES]
    if with_wrk:
        found.append(memory(run, size, asked.name))
    return found


def _two(run: Bench, asked: _Asked, size: Size, *, with_wrk: bool) -> list[Figure]:
    """As many processes as the figures asked for have cores."""
    name = f"{asked.name}, two processes"
    found = maximum(run, size, name, least=asked.least) if with_wrk else []
    return found if size.alone else found + [fixed(run, size, name, rate) for rate in RATES]
