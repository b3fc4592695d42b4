"""A script forges check-ins at one venue, while an honest phone goes about its day elsewhere."""

from __future__ import annotations

import asyncio
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from app.domain.doubts import arrivals_an_hour, bursts
from app.domain.spans import Span
from app.store import issued_codes, visits
from app.store.db import open_database
from app.usecases.gather_check_ins import CheckIn
from tests import loops
from tests.reliability.ledger import Ledger, Verdict
from tests.reliability.measured import crowd, p99, send
from tests.reliability.phones import OK, Line, Load, ask
from tests.reliability.server import Server
from tests.reliability.town import Town, someone


@dataclass
class Forged:
    sent: int
    kept: int
    cap: float
    """Arrivals an hour that the venue can take."""
    unflagged: int
    """Forged check-ins that a trace would not set apart."""
    honest: int
    honest_p99: float
    """Milliseconds until the honest phone had its receipt, repeats included."""
    verdict: Verdict


def forge(town: Town, *, count: int, seconds: float) -> Forged:
    """Send so many within so many seconds to the first venue, and twenty honest ones a second elsewhere."""
    server, chance, ledger, honest = Server(town), random.Random(1), Ledger(), Load()
    target, *elsewhere = town.codes
    commands = [replace(command, code=target) for command in crowd(town, chance, count)]
    server.start()
    try:
        with ThreadPoolExecutor(1) as pool:
            flood = pool.submit(send, server, commands, ledger, rate=count / seconds, connections=256)
            others = replace(town, codes=tuple(elsewhere))
            waits = loops.run(_honest(server.port, others, honest, flood.done))
            flood.result()
    finally:
        server.close()
    ledger.sent |= honest.ledger.sent
    ledger.acknowledged |= honest.ledger.acknowledged
    verdict = ledger.at(town.url)
    kept, unflagged, cap = _seen(town, target)
    return Forged(count, kept, cap, unflagged, len(waits), p99(np.asarray(waits)), verdict)


async def _honest(port: int, town: Town, load: Load, is_done: object) -> list[float]:
    """Milliseconds until each check-in had its receipt."""
    line, chance, waits = Line(port), random.Random(2), []
    while not is_done():
        command, began = someone(chance, town, datetime.now(UTC)), time.perf_counter()
        load.ledger.sent.add(command.visit)
        await _until_kept(line, command, load)
        waits.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.05)
    line.hang_up()
    return waits


async def _until_kept(line: Line, command: CheckIn, load: Load) -> None:
    answer = await ask(line, command, load)
    if answer is None or answer.status != OK:
        await asyncio.sleep(0.1)
        await _until_kept(line, command, load)


def _seen(town: Town, code: str) -> tuple[int, int, float]:
    """How many are kept at a code's venue, how many no trace would flag, and what the venue can take."""
    database, now = open_database(town.url), datetime.now(UTC)
    with database.reading() as session:
        venue = issued_codes.by_codes(session, {code})[code].venue
        window = [(venue.id, Span(now - timedelta(hours=1), now + timedelta(hours=1)))]
        there = visits.at_venues(session, window, longest_stay=timedelta(hours=1))
    database.close()
    return len(there), len(there) - len(bursts(there, {venue.id: venue})), arrivals_an_hour(venue)
