"""A disk without room, under load: refused by name, nothing lost, and all well again when there is room."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from tests.reliability.bad_disk import BadDisk
from tests.reliability.ledger import Verdict
from tests.reliability.phones import Load, under_load
from tests.reliability.server import Server
from tests.reliability.town import Town


@dataclass
class Filled:
    verdict: Verdict
    load: Load
    ready_while_full: int
    """What /readyz answered."""
    refused: int
    """Answers of 503 while it was full."""
    acknowledged_after: int
    recovered: float
    """Seconds from the moment that there was room until a check-in was acknowledged."""


def fill(town: Town, disk: BadDisk, variables: Mapping[str, str], *, seed: int = 1) -> Filled:
    """Fill the disk for three seconds while phones check in; `variables` are the service's own."""
    server = Server(town, variables=variables, program=True)
    seen: dict[str, float] = {}

    async def happen(load: Load) -> None:
        loop = asyncio.get_running_loop()
        await load.served(50)
        with disk.full():
            await asyncio.sleep(3)  # what was allocated before is used up first
            seen["ready"] = await asyncio.to_thread(server.ready)
            seen["refused"] = load.statuses[503]
        room, before = loop.time(), len(load.ledger.acknowledged)
        await load.served(1)
        seen["recovered"] = loop.time() - room
        await load.served(50)
        seen["after"] = len(load.ledger.acknowledged) - before

    server.start()
    try:
        load = under_load(town, [server.port], happen, seed=seed)
    finally:
        server.close()
    verdict = load.ledger.at(town.url)
    return Filled(
        verdict, load, int(seen["ready"]), int(seen["refused"]), int(seen["after"]), seen["recovered"]
    )
