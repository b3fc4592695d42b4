"""How fast the service is, from a process of its own, and what became of each check-in."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from app.cli.bench.open_loop import Offered, offer
from app.usecases.gather_check_ins import CheckIn
from tests.reliability.ledger import Ledger, Verdict
from tests.reliability.phones import request
from tests.reliability.server import Server
from tests.reliability.town import Town, someone


@dataclass
class Speed:
    """Of 64 connections, each of which sends its next as soon as it has its answer."""

    goodput: float
    """Acknowledged a second."""
    p99: float
    """Milliseconds from a request to its receipt."""
    other: int
    """Answers that were no receipt."""
    verdict: Verdict


def crowd(town: Town, chance: random.Random, size: int) -> list[CheckIn]:
    """Phones that arrive now."""
    now = datetime.now(UTC)
    return [someone(chance, town, now) for _ in range(size)]


def send(
    server: Server,
    commands: Sequence[CheckIn],
    ledger: Ledger,
    *,
    rate: float = 1e6,
    connections: int = 64,
    patience: float = 120,
) -> Offered:
    """Send all at this rate; at the default everything is due at once, and every connection always busy."""
    run = offer(
        f"http://127.0.0.1:{server.port}",
        [request(command) for command in commands],
        rate=rate,
        seconds=len(commands) / rate,
        connections=connections,
        patience=patience,
    )
    ledger.sent |= {command.visit for command in commands}
    for command, kept in zip(commands, run.acknowledged, strict=True):
        if kept:
            ledger.acknowledges(command.visit)
    return run


def speed(town: Town, variables: Mapping[str, str], *, count: int) -> Speed:
    """How fast a service with these variables of its own keeps so many check-ins."""
    server, chance, ledger = Server(town, variables=variables, program=True), random.Random(1), Ledger()
    server.start()
    try:
        send(server, crowd(town, chance, 500), ledger)
        run = send(server, crowd(town, chance, count), ledger)
    finally:
        server.close()
    kept = run.acknowledged
    return Speed(
        goodput=float(kept.sum() / run.lasted),
        p99=p99(((run.answered - run.sent) * 1000)[kept]),
        other=int(np.count_nonzero(~kept)),
        verdict=ledger.at(town.url),
    )


def p99(milliseconds: np.ndarray) -> float:
    return float(np.percentile(milliseconds, 99)) if len(milliseconds) else 0.0


def sync(folder: Path, variables: Mapping[str, str]) -> float:
    """Milliseconds that one sync of a page takes a program with these variables; the median of a hundred."""
    words = [sys.executable, "-c", _SYNCS, folder / "page"]
    said = subprocess.run(words, env={**os.environ, **variables}, stdout=subprocess.PIPE, check=True)
    return float(said.stdout)


_SYNCS = """
import os, statistics, sys, time
file, took = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY), []
for _ in range(100):
    os.pwrite(file, bytes(4096), 0)
    began = time.perf_counter()
    os.fdatasync(file)
    took.append(time.perf_counter() - began)
print(statistics.median(took) * 1000)
"""
