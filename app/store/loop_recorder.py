"""A recorder that lets the event loop itself write what is plain, and threads only the rest.

A thread that writes and the loop that reads requests share one interpreter, and most of their time went to
taking turns. So the loop keeps a batch on a `Line` while it goes on reading. It decides nothing twice: what
is not plain, and every batch in which anything goes wrong, is given to the threads, which know all of it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, Final

import structlog
from sqlmodel import Session

from app.domain.errors import NotNow
from app.store.db import Database
from app.store.line import Line, LineCutError
from app.store.recorder import C, R, Recorder, Waiting, answer_all, is_crowded

_log: Any = structlog.get_logger("ghe")
_BATCH: Final = 64
"""Commands that are decided in one go, while nobody else is heard: three milliseconds."""


class LoopRecorder(Recorder[C, R]):
    """A recorder for PostgreSQL with a line of its own.

    Args:
        at_once: Keeps a batch, each command with its durable result, or None where it is not plain and
            nothing of it was kept that would not be found again.
    """

    def __init__(
        self,
        database: Database,
        apply: Callable[[Session, Sequence[C]], Sequence[R]],
        at_once: Callable[[Line, Sequence[C]], Awaitable[Sequence[R | None]]],
        **options: Any,
    ) -> None:
        super().__init__(database, apply, **options)
        self._at_once = at_once
        self._plain: deque[Waiting[C, R]] = deque()
        # One: with two, batches are half as large, and small batches cost most of all.
        self._line = Line(database)
        self._writing: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = False

    async def record(self, command: C) -> R:
        """As `Recorder.record`; the first event loop that asks is the one that writes."""
        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
        if self._loop is not loop:
            return await super().record(command)
        if self.crowded:
            raise NotNow
        answer: asyncio.Future[R] = loop.create_future()
        self._plain.append(Waiting(command, monotonic(), answer))
        if self._writing is None:
            self._writing = loop.create_task(self._write_all())
        return await answer

    @property
    def crowded(self) -> bool:
        """Whether a command would be refused now."""
        return self._closing or is_crowded(self._plain, self._limit, self._patience) or super().crowded

    def stop(self, timeout: float = 15.0) -> None:
        """Refuse new commands, finish those that wait, end the threads, hang up; not from the loop."""
        self._closing = True
        if self._loop is not None and self._loop.is_running():
            with suppress(TimeoutError):  # whoever still waits then is told nothing, and comes again
                asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result(timeout)
        super().stop(timeout)
        self._line.close()

    async def _finish(self) -> None:
        while self._writing is not None:
            await asyncio.wait([self._writing])

    async def _write_all(self) -> None:
        """Batch after batch until nobody waits, each with all that come in one turn of the loop."""
        try:
            await asyncio.sleep(0)
            while self._plain:
                batch = [self._plain.popleft() for _ in range(min(_BATCH, len(self._plain)))]
                await self._write(batch)
        finally:
            self._writing = None

    async def _write(self, batch: list[Waiting[C, R]]) -> None:
        began = monotonic()
        late = [one for one in batch if began - one.since > self._deadline]
        if late:
            answer_all((one.answer, NotNow(), None) for one in late)
            batch = [one for one in batch if began - one.since <= self._deadline]
        if batch:
            self._share(batch, await self._kept(batch))

    async def _kept(self, batch: Sequence[Waiting[C, R]]) -> Sequence[R | None]:
        try:
            return await self._at_once(self._line, [one.command for one in batch])
        except LineCutError:  # the threads have connections of their own, and know when to give up
            return [None] * len(batch)
        except Exception:  # noqa: BLE001 - whoever waits gets an answer
            _log.exception("plain commands failed")
            return [None] * len(batch)

    def _share(self, batch: Sequence[Waiting[C, R]], results: Sequence[R | None]) -> None:
        told = list(zip(batch, results, strict=True))
        answer_all((one.answer, None, result) for one, result in told if result is not None)
        if left := [one for one, result in told if result is None]:
            with self._changed:
                self._waiting.extend(left)
                self._changed.notify()
