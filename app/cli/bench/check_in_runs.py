"""Runs against one server: the most it does, what a fixed rate takes, and how its memory grows."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import text

from app.cli.bench.check_in_ledger import Ledger
from app.cli.bench.check_in_requests import BLOCK, Door, Request, requests, visitors_for
from app.cli.bench.check_in_server import Server
from app.cli.bench.check_in_stock import Stock
from app.cli.bench.cores import use_of
from app.cli.bench.open_loop import Offered, offer
from app.cli.bench.wrk import IN_JSON, IN_PAGE, Answers, drive
from app.domain.spans import local_day

_WARM: Final = 12_000
_A_ROUND: Final = 10
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Cores:
    """Processor time a second of each, which is how many cores it kept busy."""

    server: float
    database: float
    """0 where it lives in the server's process."""
    generator: float

    def __str__(self) -> str:
        return f"{self.server:.2f} / {self.database:.2f} / {self.generator:.2f}"


class Bench:
    """One server on one stock, and all that is sent to it."""

    def __init__(self, stock: Stock, server: Server, folder: Path, database_process: int | None) -> None:
        self.stock, self.server, self.folder = stock, server, folder
        self.database_process = database_process
        self.ledger = Ledger()
        self.since = datetime.now(UTC) - timedelta(seconds=1)
        self._rates: dict[bool, float] = {}

    def maximum(self, *, seconds: int, clients: int, form: bool = False) -> tuple[Answers, Cores]:
        """As many as it answers, once it is warm."""
        if form not in self._rates:
            self._rates[form] = self._drive(_WARM, 1, clients, form)[0].rate
        found = self._drive(_enough(self._rates[form] * seconds), seconds, clients, form)
        while found[0].ran_out:  # it is faster than it was when it was cold
            self._rates[form] *= 2
            found = self._drive(_enough(self._rates[form] * seconds), seconds, clients, form)
        return found

    def fixed(self, *, rate: int, seconds: int, clients: int) -> tuple[Offered, Cores]:
        """A fixed rate, whatever becomes of it."""
        made = list(self._made(round(rate * seconds), seconds, form=False))
        sent = [request.data for request in made]
        before = self._used()
        found = offer(self.server.url, sent, rate=rate, seconds=seconds, connections=clients)
        cores = self._cores(before, found.lasted, found.processor_seconds)
        for request, well in zip(made, found.acknowledged.tolist(), strict=True):
            (self.ledger.acknowledged if well else self.ledger.refused).add(request.visit)
        return found, cores

    def soak(self, total: int, *, clients: int) -> Iterator[tuple[int, int]]:
        """Check in until `total` are acknowledged, in steps; after each how many, and bytes in memory."""
        done = 0
        while done < total:
            seconds = min(_A_ROUND, max(1, round(total / 20 / self._rates[False])))
            done += len(self.maximum(seconds=seconds, clients=clients)[0].acknowledged)
            yield done, use_of(self.server.process).resident

    def _drive(self, count: int, seconds: int, clients: int, form: bool) -> tuple[Answers, Cores]:
        made = self._made(count, seconds, form=form)
        pattern = IN_PAGE if form else IN_JSON
        before, own = self._used(), _children_seconds()
        answers = drive(
            self.server.url, made, self.folder, seconds=seconds, connections=clients, pattern=pattern
        )
        cores = self._cores(before, answers.seconds, _children_seconds() - own)
        self.ledger.acknowledged |= answers.acknowledged.keys()
        self.ledger.settle(self.server.host, answers.unanswered)
        return answers, cores

    def _made(self, count: int, seconds: float, *, form: bool) -> Iterator[Request]:
        now = datetime.now(UTC)
        visitors = self.stock.add_visitors(visitors_for(count), now)
        with self.stock.database.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
        today = self.stock.keys.day(local_day(now, self.stock.policy.zone))
        door = Door(self.server.host, self.stock.codes, self.stock.revoked, today, form)
        return requests(door, visitors, count, now=datetime.now(UTC), seconds=seconds)

    def _used(self) -> tuple[float, float]:
        database = 0.0 if self.database_process is None else use_of(self.database_process).seconds
        return use_of(self.server.process).seconds, database

    def _cores(self, before: tuple[float, float], seconds: float, generator: float) -> Cores:
        server, database = self._used()
        return Cores((server - before[0]) / seconds, (database - before[1]) / seconds, generator / seconds)


def _enough(expected: float) -> int:
    """Half as many again as are expected, and never so few that a thread of the generator has none."""
    return max(4 * BLOCK, round(1.5 * expected))


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
