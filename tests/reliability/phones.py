"""Phones over HTTP: each sends its check-ins and, as the real ones do, repeats what was not answered."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID

from app.usecases.gather_check_ins import CheckIn
from tests import loops
from tests.reliability.ledger import Ledger
from tests.reliability.town import Town, as_json, someone

OK = 200


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def request(command: CheckIn) -> bytes:
    """A check-in as it goes over the line."""
    body = json.dumps(as_json(command)).encode()
    return (
        b"POST /api/v1/check-ins HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
    )


class NotReached(OSError):
    """Nobody listens: nothing was sent."""


class Line:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def check_in(self, command: CheckIn) -> Answer:
        """Send one and wait for its answer.

        Raises:
            NotReached: the service is not there.
            OSError, EOFError: the connection broke; whether it was kept is not known.
        """
        if self._streams is None:
            try:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError:
                raise NotReached from None
        reader, writer = self._streams
        try:
            writer.write(request(command))
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in head[1:] if line)}
            content = await reader.readexactly(int(headers["content-length"]))
        except BaseException:
            self.hang_up()
            raise
        if headers.get("connection") == "close":
            self.hang_up()
        return Answer(int(head[0].split()[1]), headers, content)

    def hang_up(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


@dataclass
class Load:
    """What many phones met."""

    ledger: Ledger = field(default_factory=Ledger)
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    """Requests that were sent and whose connection ended without an answer."""
    unreached: int = 0
    """Attempts while nobody listened."""
    stuck: int = 0
    """Commands that were still not acknowledged at the end, repeats and all."""
    faults: list[str] = field(default_factory=list)
    """Answers that should not have come: neither a receipt nor a request to come again."""
    kept_at: list[float] = field(default_factory=list)
    """When each acknowledgement came, in seconds of this process's own clock."""

    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def keeps(self, visit: UUID) -> None:
        """A receipt came."""
        self.ledger.acknowledges(visit)
        self.kept_at.append(time.monotonic())
        self._more.set()

    async def served(self, count: int, patience: float = 240) -> None:
        """Wait until so many more are acknowledged.

        Raises:
            TimeoutError: they never were.
        """
        wanted = len(self.ledger.acknowledged) + count
        async with asyncio.timeout(patience):
            while len(self.ledger.acknowledged) < wanted:
                self._more.clear()
                await self._more.wait()

    def longest_gap(self) -> float:
        """Seconds for which nobody was acknowledged."""
        return max((later - earlier for earlier, later in pairwise(self.kept_at)), default=0.0)


COME_AGAIN = (429, 503)
"""After these a phone sends the same again."""


async def ask(line: Line, command: CheckIn, load: Load) -> Answer | None:
    """Send once and note what came of it; None: no answer came."""
    try:
        answer = await asyncio.wait_for(line.check_in(command), 60)
    except NotReached:
        load.unreached += 1
        return None
    except (OSError, EOFError, TimeoutError):
        load.broken += 1
        return None
    load.statuses[answer.status] += 1
    if answer.status == OK:
        load.keeps(UUID(json.loads(answer.body)["visit"]))
    elif answer.status not in COME_AGAIN:
        load.faults.append(f"{answer.status} {answer.body[:300].decode()}")
    return answer


async def phones(
    town: Town, ports: list[int], load: Load, done: asyncio.Event, *, seed: int, count: int = 32
) -> None:
    """Check people in without a pause until `done`, then finish what is under way."""

    async def one(number: int) -> None:
        chance = random.Random(seed * 1000 + number)
        lines = [Line(port) for port in ports]
        while not done.is_set():
            command = someone(chance, town, datetime.now(UTC))
            load.ledger.sent.add(command.visit)
            if not await _until_kept(lines, command, load, chance, patience=120):
                load.stuck += 1
        for line in lines:
            line.hang_up()

    await asyncio.gather(*(one(number) for number in range(count)))


async def _until_kept(
    lines: list[Line], command: CheckIn, load: Load, chance: random.Random, *, patience: float
) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = await ask(chance.choice(lines), command, load)
        if answer is not None and answer.status not in COME_AGAIN:
            return answer.status == OK
        await asyncio.sleep(chance.uniform(0.05, 0.2))
    return False


def under_load(
    town: Town,
    ports: list[int],
    happen: Callable[[Load], Awaitable[None]],
    *,
    seed: int,
    count: int = 32,
) -> Load:
    """Let something happen to the service while phones check in; returns what they met."""

    async def run() -> Load:
        load, done = Load(), asyncio.Event()
        sending = asyncio.create_task(phones(town, ports, load, done, seed=seed, count=count))
        try:
            await happen(load)
        finally:
            done.set()
            await sending
        return load

    return loops.run(run())
