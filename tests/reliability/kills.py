"""kill -9 under load: the service, or the database under it, dies at a random moment and comes back."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field

from app.cli.scratch_postgres import PostgresServer
from tests.reliability.ledger import Verdict
from tests.reliability.phones import Load, under_load
from tests.reliability.server import Server
from tests.reliability.town import Town


@dataclass
class Killed:
    verdict: Verdict
    load: Load
    back: list[float] = field(default_factory=list)
    """Seconds from each restart until the service was ready."""


def kill_under_load(
    town: Town,
    cycles: int,
    *,
    seed: int = 1,
    phones: int = 32,
    kill: Callable[[Server], float] | None = None,
) -> Killed:
    """Kill and restart so many times; `kill` does both and returns the seconds until all was ready again."""
    server, back = Server(town), []
    kill = kill or kill_service
    chance = random.Random(seed)

    async def happen(load: Load) -> None:
        for _ in range(cycles):
            await asyncio.sleep(chance.uniform(0.1, 0.6))
            back.append(await asyncio.to_thread(kill, server))
            await load.served(10)  # it serves again before it dies again

    server.start()
    try:
        load = under_load(town, [server.port], happen, seed=seed, count=phones)
    finally:
        server.close()
    verdict = load.ledger.at(town.url)
    return Killed(verdict, load, back)


def kill_service(server: Server) -> float:
    server.kill()
    return server.start()


def kill_database(cluster: PostgresServer) -> Callable[[Server], float]:
    """PostgreSQL dies at once, as in a crash, and starts again; the service is left to find out."""
    as_user = ["setpriv", "--reuid", cluster.user, "--regid", cluster.user, "--init-groups"]
    words = [cluster.programs / "pg_ctl", "-D", cluster.folder / "data", "-m", "immediate", "-w", "restart"]

    def kill(server: Server) -> float:
        subprocess.run(
            [*(as_user if os.getuid() == 0 else []), *words], check=True, cwd="/", stdout=subprocess.DEVNULL
        )
        return 0.0

    return kill
