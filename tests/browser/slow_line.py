"""A slow telephone line between a browser and the service: its delay, its width, and a count of what passes.

Everything that a browser sends goes through it, also what its service worker asks for, which throttling
inside the browser does not reach.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Line:
    """One line, shared by all connections; the same in both directions."""

    to: int
    """The port of the service."""
    round_trip: float = 0.4
    bytes_a_second: float = 50_000
    handshakes: int = 2
    """Round trips before a new connection carries anything: TCP and TLS 1.3."""
    down: int = 0
    """Bytes that have come to the browser, with their headers."""
    requests: int = 0
    """Questions that the browser has sent."""
    port: int = 0
    _free: dict[str, float] = field(default_factory=lambda: {"up": 0.0, "down": 0.0})

    async def serve(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        with suppress(asyncio.CancelledError):
            await server.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.to)
        with suppress(OSError, asyncio.CancelledError):
            await asyncio.sleep(self.handshakes * self.round_trip)
            await asyncio.gather(
                self._carry("up", reader, there_writer), self._carry("down", there_reader, writer)
            )
        for end in (writer, there_writer):
            end.close()

    async def _carry(self, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while chunk := await reader.read(1460):
            begins = max(loop.time(), self._free[way])
            self._free[way] = begins + len(chunk) / self.bytes_a_second
            if way == "down":
                self.down += len(chunk)
            elif chunk.startswith((b"GET ", b"POST ")):
                self.requests += 1
            loop.call_at(self._free[way] + self.round_trip / 2, self._deliver, writer, chunk)
        await asyncio.sleep(max(self._free[way] - loop.time(), 0) + self.round_trip / 2)
        writer.close()

    @staticmethod
    def _deliver(writer: asyncio.StreamWriter, chunk: bytes) -> None:
        if not writer.is_closing():
            writer.write(chunk)


@contextmanager
def slow_line(to: int, **options: float) -> Iterator[Line]:
    """A line to the service at a port, for as long as the block lasts."""
    line, ready, loop = Line(to, **options), threading.Event(), asyncio.new_event_loop()

    def run() -> None:
        loop.run_until_complete(serving)
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(asyncio.sleep(0.01))  # so that closed connections are let go
        loop.close()

    serving = loop.create_task(line.serve(ready))
    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    yield line
    loop.call_soon_threadsafe(serving.cancel)
    thread.join()
