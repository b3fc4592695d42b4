"""Sends requests by the clock, whatever becomes of those before: a crowd does not wait for a slow server.

A generator that sends its next request only after an answer slows down with the server and leaves out the
very requests that would have waited (coordinated omission). So every request has the time at which it is
due, latency counts from there, and a request that finds no connection free waits in line, its clock running.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import pickle
import resource
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final, cast
from urllib.parse import urlsplit

import numpy as np
import uvloop
from numpy.typing import NDArray

OK: Final = 200
_LATE: Final = 0.005
_HEAD_START: Final = 0.2
_TICK: Final = 0.001
"""The least that is slept: less would be no sleep, and to watch the clock takes a core away from the server.
What was due meanwhile goes out together, its clock running since it was due."""
Times = NDArray[np.float64]
"""Seconds since the first request was due; NaN: it never happened."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What became of requests that were sent by the clock: columns, one entry a request, as they were due."""

    due: Times
    taken_up: Times
    """When the generator came to it: later than due only where the generator itself was too slow."""
    sent: Times
    """Later than taken up where every connection still waited for an answer."""
    answered: Times
    status: NDArray[np.int16]
    """Of the answer; 0: none came."""
    processor_seconds: float
    """What the generator used while it ran."""
    lasted: float
    """Seconds until the last answer."""

    @property
    def acknowledged(self) -> NDArray[np.bool_]:
        """Which were answered with 200."""
        return np.asarray(self.status == OK)

    @property
    def refused(self) -> dict[int, int]:
        """How many were answered with something else, by status; 0: not answered."""
        kinds, counts = np.unique(self.status[~self.acknowledged], return_counts=True)
        return dict(zip(kinds.tolist(), counts.tolist(), strict=True))

    @property
    def late_starts(self) -> int:
        """How many the generator took up more than 5 ms late: if they are many, it measured itself."""
        return int(np.count_nonzero(self.taken_up - self.due > _LATE))

    def latencies(self, which: NDArray[np.bool_] | None = None) -> Times:
        """Milliseconds from the time due to the answer; of the acknowledged where nothing else is asked."""
        chosen = self.acknowledged if which is None else which
        return np.asarray((self.answered - self.due)[chosen] * 1000)

    def percentile(self, share: float) -> float:
        """Milliseconds within which `share` % of the acknowledged were answered; NaN: there were none."""
        found = self.latencies()
        return float(np.percentile(found, share)) if len(found) else float("nan")


def offer(
    url: str,
    requests: Sequence[bytes],
    *,
    rate: float,
    seconds: float,
    connections: int = 64,
    patience: float = 10.0,
) -> Offered:
    """Send `rate` requests a second for so many seconds, from a process of its own.

    Args:
        url: Where to: scheme, host and port; plain HTTP.
        requests: Each whole, as HTTP/1.1 on a connection that is kept; sent in order, as far as they are due.
        rate: A second.
        seconds: How long; fewer where requests run out.
        connections: Kept open; what is due while all wait for an answer waits in line.
        patience: Seconds to wait for answers after the last was due.
    """
    parts = urlsplit(url)
    some = list(requests[: round(rate * seconds)])
    asked = (parts.hostname, parts.port or 80, some, rate, connections, patience)
    # As a file of its own: its package would load the whole service first.
    words = [sys.executable, __file__]
    said = subprocess.run(words, input=pickle.dumps(asked), stdout=subprocess.PIPE, check=True)  # noqa: S603
    return Offered(*pickle.loads(said.stdout))  # noqa: S301 - our own process wrote it


def generate(
    host: str, port: int, requests: Sequence[bytes], rate: float, connections: int, patience: float
) -> Offered:
    """The same in this process."""
    generator = _Generator(host, port, requests, rate)
    gc.collect()
    gc.disable()  # nothing here makes cycles, and a collection would be measured as the server's
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(generator.run(connections, patience))
    finally:
        gc.enable()


class _Generator:
    """One run."""

    def __init__(self, host: str, port: int, requests: Sequence[bytes], rate: float) -> None:
        self.host, self.port, self.requests, self.rate = host, port, requests, rate
        count = len(requests)
        self.due = [number / rate for number in range(count)]
        self.taken_up, self.sent, self.answered = ([float("nan")] * count for _ in range(3))
        self.status = [0] * count
        self.free: list[_Connection] = []
        self.waiting: deque[int] = deque()
        self.open: set[_Connection] = set()
        self.opening: set[asyncio.Future[None]] = set()
        self.closed = asyncio.Event()
        self.over = False
        self.began = 0.0
        self.left = count
        self.done = asyncio.Event()

    def now(self) -> float:
        """Seconds since the first request was due."""
        return time.perf_counter() - self.began

    async def run(self, connections: int, patience: float) -> Offered:
        """Open the connections, send everything by the clock, wait for the answers."""
        await asyncio.gather(*(self.connect() for _ in range(connections)))
        before = _processor_seconds()
        self.began = time.perf_counter() + _HEAD_START
        await self._pace()
        # What has no answer when patience ends stays without one, and is told as such.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.done.wait(), patience)
        lasted, used = self.now(), _processor_seconds() - before
        await self._hang_up()
        due, taken_up, sent, answered = map(np.asarray, (self.due, self.taken_up, self.sent, self.answered))
        return Offered(due, taken_up, sent, answered, np.asarray(self.status, np.int16), used, lasted)

    async def connect(self) -> None:
        """One more connection; it is free at once."""
        try:
            await asyncio.get_running_loop().create_connection(
                lambda: _Connection(self), self.host, self.port
            )
        except OSError:
            await asyncio.sleep(0.1)
            self.lost()

    def lost(self) -> None:
        """A connection has ended: open another, unless everything is over."""
        if not self.over:
            opening = asyncio.ensure_future(self.connect())
            self.opening.add(opening)
            opening.add_done_callback(self.opening.discard)

    async def _hang_up(self) -> None:
        self.over = True
        for opening in self.opening:
            opening.cancel()
        for connection in self.open:
            connection.hang_up()
        if self.open:
            await self.closed.wait()

    async def _pace(self) -> None:
        number, count = 0, len(self.requests)
        while number < count:
            now = self.now()
            while number < count and self.due[number] <= now:
                self.taken_up[number] = now
                if self.free:
                    self.free.pop().send(number)
                else:
                    self.waiting.append(number)
                number += 1
            if number < count:
                await asyncio.sleep(max(_TICK, self.due[number] - self.now()))

    def ended(self, number: int, status: int) -> None:
        """A request was answered, or never will be (status 0)."""
        if status:
            self.answered[number] = self.now()
        self.status[number] = status
        self.left -= 1
        if self.left == 0:
            self.done.set()

    def ready(self, connection: _Connection) -> None:
        """A connection is free for what waits longest."""
        if self.waiting:
            connection.send(self.waiting.popleft())
        else:
            self.free.append(connection)


class _Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self, generator: _Generator) -> None:
        self.generator = generator
        self.transport: asyncio.Transport | None = None
        self.number: int | None = None
        self.read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # TCP is written to
        self.generator.open.add(self)
        self.generator.ready(self)

    def hang_up(self) -> None:
        """Close the connection, whatever it waits for."""
        assert self.transport is not None  # noqa: S101 - only connected ones are open
        self.transport.abort()

    def send(self, number: int) -> None:
        """Send the request with this number."""
        assert self.transport is not None  # noqa: S101 - only connected ones are ready
        self.number = number
        self.generator.sent[number] = self.generator.now()
        self.transport.write(self.generator.requests[number])

    def data_received(self, data: bytes) -> None:
        self.read = self.read + data if self.read else data
        end = self.read.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.read[:end].lower()
        at = head.find(b"\r\ncontent-length:")
        if at < 0:
            raise ValueError("an answer without its length")
        length = int(head[at + 17 :].split(b"\r\n", 1)[0])
        if len(self.read) < end + 4 + length or self.number is None:
            return
        number, self.number, status = self.number, None, int(head[9:12])
        self.read = b""
        self.generator.ended(number, status)
        if b"\r\nconnection: close" not in head:
            self.generator.ready(self)

    def connection_lost(self, _exc: Exception | None) -> None:
        self.generator.open.discard(self)
        if self.generator.over and not self.generator.open:
            self.generator.closed.set()
        if self.number is not None:
            self.generator.ended(self.number, 0)
            self.number = None
        elif self in self.generator.free:
            self.generator.free.remove(self)
        self.generator.lost()


def _in_own_process() -> None:
    found = generate(*pickle.load(sys.stdin.buffer))  # noqa: S301 - our own process wrote it
    # Under PYTHONUNBUFFERED `sys.stdout.buffer` is the bare pipe, which takes a part and tells nobody.
    with os.fdopen(sys.stdout.fileno(), "wb", closefd=False) as out:
        pickle.dump(tuple(getattr(found, field.name) for field in fields(found)), out)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    _in_own_process()
