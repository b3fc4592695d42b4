"""More check-ins than the service can keep: what it keeps meanwhile, how soon, and how soon it refuses."""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.cli.bench.open_loop import Offered
from tests.reliability.ledger import Ledger, Verdict
from tests.reliability.measured import crowd, p99, send
from tests.reliability.server import Server
from tests.reliability.town import Town


@dataclass
class Offers:
    """One rate offered for some seconds. Times count from the moment that a request was sent."""

    times_the_peak: float
    due: float
    """A second."""
    sent: float
    """A second: what found a connection free. The rest waits outside, as behind a proxy."""
    goodput: float
    """Acknowledged a second."""
    accepted_p99: float
    """Milliseconds."""
    refused: int
    refused_p99: float
    """Milliseconds; 0 where nothing was refused."""
    unanswered: int
    other: int
    """Answers that were neither a receipt nor a request to come again."""
    work: float
    """Processor seconds of the service for each acknowledged check-in, refusals included."""
    generator: float
    """Cores that the generator used."""


@dataclass
class Overload:
    peak: float
    """Acknowledged a second with 64 connections, each sending its next as soon as it has its answer."""
    work: float
    """Processor seconds of the service for each acknowledged check-in meanwhile."""
    loads: list[Offers]
    verdict: Verdict
    grown: float
    """Megabytes that the process grew by between the peak and the end."""


def overload(
    town: Town,
    *,
    times: tuple[float, ...] = (2, 10),
    seconds: float = 10,
    connections: int = 256,
    peak_of: int = 20_000,
) -> Overload:
    """Measure the peak with so many check-ins, then offer so many times as much."""
    server, chance, ledger, loads = Server(town), random.Random(1), Ledger(), []
    server.start()
    try:
        send(server, crowd(town, chance, 500), ledger)
        used = _processor(server.pid)
        best = send(server, crowd(town, chance, peak_of), ledger)
        peak = float(best.acknowledged.sum() / best.lasted)
        work = (_processor(server.pid) - used) / float(best.acknowledged.sum())
        before = _resident(server.pid)
        for many in times:
            commands = crowd(town, chance, int(peak * many * seconds))
            used = _processor(server.pid)
            run = send(server, commands, ledger, rate=peak * many, connections=connections, patience=2)
            loads.append(_seen(run, many, _processor(server.pid) - used))
            time.sleep(1)
        grown = _resident(server.pid) - before
    finally:
        server.close()
    return Overload(peak, work, loads, ledger.at(town.url), grown)


def _seen(run: Offered, many: float, processor: float) -> Offers:
    kept, refused, gone = run.acknowledged, run.status == 503, run.status == 0
    took = (run.answered - run.sent) * 1000
    lasted = float(run.due[-1])
    within = kept & (run.answered <= lasted)
    return Offers(
        times_the_peak=many,
        due=float(len(run.due) / lasted),
        sent=float(np.count_nonzero(run.sent <= lasted) / lasted),
        goodput=float(np.count_nonzero(within) / lasted),
        accepted_p99=p99(took[kept]),
        refused=int(np.count_nonzero(refused)),
        refused_p99=p99(took[refused]),
        unanswered=int(np.count_nonzero(gone & ~np.isnan(run.sent))),
        other=int(np.count_nonzero(~(kept | refused | gone))),
        work=processor / max(1, int(np.count_nonzero(kept))),
        generator=run.processor_seconds / run.lasted,
    )


def _resident(pid: int) -> float:
    """Megabytes that a process and its children hold in memory."""
    pages = [int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in (pid, *_children(pid))]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _processor(pid: int) -> float:
    """Seconds of a core that a process and its children have used."""
    used = [
        Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in (pid, *_children(pid))
    ]
    return sum(int(one[11]) + int(one[12]) for one in used) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
