"""The parts of the benchmark of the check-in path: each prints a line and gives its figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import typer

from app.cli.bench.check_in_runs import Bench, Cores
from app.cli.bench.check_in_server import serving
from app.cli.bench.check_in_stock import Stock
from app.cli.bench.figures import Figure
from app.cli.bench.wrk import Answers
from app.store import migrate
from app.store.db import open_database
from app.vault.keystore import KeyStore

BENCH: Final = "check-ins"
RATES: Final = (1_000, 3_000)
_TARGET_RATE: Final = 3_000
_LONGEST_P99: Final = 20.0
_GROWTH: Final = 5.0
_MEGABYTE: Final = 1e6
_REVOKED: Final = 410


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    seconds: int
    """Of each maximum."""
    clients: int
    """Connections kept open."""
    soak: int
    """Check-ins over which memory is watched."""
    alone: bool
    """Only our own maximum."""


@contextmanager
def bench(program: str, url: str, folder: Path, process: int | None, *, workers: int = 1) -> Iterator[Bench]:
    """A server of this program on a new, stocked database, ready to be measured."""
    folder.mkdir()
    database = open_database(url)
    try:
        migrate.upgrade(database)
        stock = Stock(database, KeyStore(folder / "keys"), datetime.now(UTC))
        with serving(program, folder, url, workers=workers) as server:
            yield Bench(stock, server, folder, process)
    finally:
        database.close()


def maximum(
    run: Bench, size: Size, what: str, *, form: bool = False, least: float | None = None
) -> list[Figure]:
    """The most that is acknowledged, by wrk, and what each costs the server."""
    answers, cores = run.maximum(seconds=size.seconds, clients=size.clients, form=form)
    _say(what, answers, cores)
    each = cores.server / answers.rate * 1e6
    return [
        Figure(BENCH, what, answers.rate, "/s", least=least),
        Figure(BENCH, f"{what}, server's processor time each", each, "us"),
    ]


def _say(what: str, answers: Answers, cores: Cores) -> None:
    revoked = answers.refused.pop(_REVOKED, 0)
    others = "".join(f", {count:,} times {status}" for status, count in sorted(answers.refused.items()))
    print(
        f"  {what:<34}{answers.rate:8,.0f} /s  p50 {answers.p50:6.1f}  p99 {answers.p99:6.1f} ms  "
        f"cores {cores}  server {cores.server / answers.rate * 1e6:.0f} us each  (revoked {revoked}{others})"
    )


def fixed(run: Bench, size: Size, name: str, rate: int) -> Figure:
    """How long answers take at a fixed rate, from when each request was due."""
    seconds = 2 * size.seconds
    found, cores = run.fixed(rate=rate, seconds=seconds, clients=size.clients)
    what = f"{name}, {rate:,}/s offered"
    # Whoever was not acknowledged waits for ever, but for those whose code was revoked.
    waited = np.where(found.acknowledged, (found.answered - found.due) * 1000, np.inf)[
        found.status != _REVOKED
    ]
    p50, p99, p999 = np.percentile(waited, (50, 99, 99.9), method="higher").tolist()
    print(
        f"  {what:<34}{found.acknowledged.sum() / found.lasted:8,.0f} /s  p50 {p50:6.1f}  p99 {p99:6.1f}  "
        f"p99.9 {p999:6.1f}  max {found.latencies().max(initial=0):6.1f} ms  cores {cores}  "
        f"(refused {found.refused}, generator late {found.late_starts})"
    )
    return Figure(BENCH, f"{what}, p99", p99, "ms", most=_LONGEST_P99 if rate == _TARGET_RATE else None)


def memory(run: Bench, size: Size, name: str) -> Figure:
    """By how much the server grows after the first tenth of many check-ins."""
    steps = list(run.soak(size.soak, clients=size.clients))
    first = next(resident for done, resident in steps if done >= size.soak / 10)
    growth = 100 * (max(resident for _, resident in steps) / first - 1)
    shown = steps[:: max(1, len(steps) // 10)]
    print(
        f"  {name}, memory over {steps[-1][0]:,} check-ins, MB: "
        + " ".join(f"{resident / _MEGABYTE:,.0f}" for _, resident in shown)
        + f"   grown by {growth:.1f} %"
    )
    return Figure(BENCH, f"{name}, memory grown over {size.soak:,} check-ins", growth, "%", most=_GROWTH)


def balance(run: Bench, name: str) -> None:
    """Hold the rows against the acknowledgements.

    Raises:
        typer.Exit: with 1, they differ.
    """
    if faults := run.ledger.faults(run.stock.rows_since(run.since)):
        print(f"  {name} FAILED: {', '.join(faults)}")
        raise typer.Exit(1)
    print(f"  {name}: {len(run.ledger.acknowledged):,} acknowledged and kept, none lost, none doubled")
