"""Group commit: many people check in at once, one transaction keeps them all, then each is answered.

The disk is the slowest part of a check-in, and one flush costs the same for a hundred rows as for one. So
commands queue up while a flush is under way and the next flush takes them all. Nobody is answered before the
commit that holds their visit.

Generic on purpose: it is given `apply(session, commands) -> results` and knows nothing of check-ins.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

from sqlmodel import Session

from app.domain.errors import NotNow
from app.store.db import Database

C = TypeVar("C")
R = TypeVar("R")


class Recorder(Generic[C, R]):
    """One writer thread between a bounded queue and the database."""

    def __init__(
        self,
        database: Database,
        apply: Callable[[Session, Sequence[C]], Sequence[R]],
        *,
        queue: int = 4096,
        batch: int = 512,
    ) -> None:
        self._database = database
        self._apply = apply
        self._limit = queue
        self._batch = batch
        self._waiting: deque[tuple[C, Future[R]]] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def submit(self, command: C) -> Future[R]:
        """Queue a command; the future holds its result once the result is durable.

        Raises:
            NotNow: the queue is full or the server is stopping. Nothing was kept; trying again is safe.
        """
        future: Future[R] = Future()
        with self._changed:
            if self._stopping or len(self._waiting) >= self._limit:
                raise NotNow
            self._waiting.append((command, future))
            self._changed.notify()
        return future

    def stop(self, timeout: float = 15.0) -> None:
        """Refuse new commands, finish those that wait, and end the thread."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(timeout)

    def _run(self) -> None:
        while batch := self._next():
            self._flush(batch)

    def _next(self) -> list[tuple[C, Future[R]]]:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            return [self._waiting.popleft() for _ in range(min(self._batch, len(self._waiting)))]

    def _flush(self, batch: list[tuple[C, Future[R]]]) -> None:
        """Commit a batch, halving it where it fails, so that one bad command fails alone."""
        try:
            with self._database.writing() as session:
                results = self._apply(session, [command for command, _ in batch])
        except Exception as fault:  # noqa: BLE001 - whatever it is, it belongs to one caller, not to all
            if len(batch) == 1:
                batch[0][1].set_exception(fault)
                return
            middle = len(batch) // 2
            self._flush(batch[:middle])
            self._flush(batch[middle:])
            return
        for (_, future), result in zip(batch, results, strict=True):
            future.set_result(result)
