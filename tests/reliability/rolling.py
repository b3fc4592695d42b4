"""A rolling restart: two workers on one PostgreSQL are replaced in turn; then one is killed."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass
from pathlib import Path

from tests.reliability.ledger import Verdict
from tests.reliability.phones import Load, under_load
from tests.reliability.server import Server
from tests.reliability.town import Town


@dataclass
class Rolled:
    verdict: Verdict
    load: Load
    cut_off: int
    """Requests that got no answer while workers were replaced; sent again, they got one."""
    gap: float
    """The longest time, in seconds, for which nobody was acknowledged meanwhile."""
    stopped: float
    """Seconds from SIGTERM to the whole service until it had ended."""
    code: int | None


def roll(town: Town, *, rounds: int = 2, seed: int = 1) -> Rolled:
    """SIGHUP replaces both workers, one after the other, under load; then one worker dies by kill -9."""
    server, seen = Server(town, words=("--workers", "2"), program=True), {}

    async def happen(load: Load) -> None:
        for _ in range(rounds):
            await load.served(100)
            before = set(workers(server.pid))
            os.kill(server.pid, signal.SIGHUP)
            async with asyncio.timeout(240):
                while len(now := workers(server.pid)) < 2 or before & set(now):
                    await load.served(1)
            await load.served(100)
        seen.update(broken=load.broken, gap=load.longest_gap())
        os.kill(workers(server.pid)[0], signal.SIGKILL)
        await load.served(200)

    server.start()
    try:
        load = under_load(town, [server.port], happen, seed=seed)
        stopped = server.stop()
        code = server.ended(0)
    finally:
        server.close()
    verdict = load.ledger.at(town.url)
    return Rolled(verdict, load, seen["broken"], seen["gap"], stopped, code)


def workers(pid: int) -> list[int]:
    """The processes that a supervisor has made to serve; not the one that tracks their semaphores."""
    made = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in made if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
