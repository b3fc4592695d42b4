"""Group commit: many people check in at once, one transaction keeps them all, then each is answered.

The disk is the slowest part of a check-in, and one flush costs the same for a hundred rows as for one. So
commands queue up while a flush is under way and the next flush takes them all. Nobody is answered before the
commit that holds their visit.

What cannot be kept soon is refused at once, so that a crowd that is too large costs the others little: the
queue is full when it holds `queue` commands, or when its first has waited `patience` seconds. What has waited
`deadline` seconds when its batch begins is refused instead of written.

Generic on purpose: it is given `apply(session, commands) -> results` and knows nothing of check-ins.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar, cast

from sqlmodel import Session

from app.domain.errors import NotNow
from app.store.db import DATABASE_FAULTS, Database, Writer

_GATHERING = 0.001
"""Seconds that a flusher lets a batch grow while another one is at work: small batches cost most of all."""

C = TypeVar("C")
R = TypeVar("R")

_Told = tuple[Future[R] | asyncio.Future[R], BaseException | None, R | None]
"""Who waits, and what is raised at them, or else their result."""


@dataclass(slots=True)
class Waiting(Generic[C, R]):
    """A command in the queue, and who waits for its result: a thread, or a coroutine of an event loop."""

    command: C
    since: float
    answer: Future[R] | asyncio.Future[R]


class Recorder(Generic[C, R]):
    """Writer threads between a bounded queue and the database.

    Args:
        flushers: Threads that write at the same time, each a batch of its own. SQLite has one writer.
        deadline: Seconds after which a command that still waits is refused.
        patience: Seconds; while the first in the queue has waited longer, nobody else is let in.
    """

    def __init__(
        self,
        database: Database,
        apply: Callable[[Session, Sequence[C]], Sequence[R]],
        *,
        queue: int = 1024,
        batch: int = 256,
        flushers: int = 1,
        deadline: float = 2.0,
        patience: float = 0.15,
    ) -> None:
        self._database = database
        self._apply = apply
        self._limit = queue
        self._batch = batch
        self._deadline = deadline
        self._patience = patience
        self._waiting: deque[Waiting[C, R]] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._at_work = 0
        count = 1 if database.is_sqlite else flushers
        self._threads = [
            threading.Thread(target=self._run, name=f"recorder {n}", daemon=True) for n in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, command: C) -> Future[R]:
        """Queue a command of a thread; the future holds its result once the result is durable.

        Raises:
            NotNow: the queue is full or the server is stopping. Nothing was kept; trying again is safe.
        """
        answer: Future[R] = Future()
        self._queue(command, answer)
        return answer

    async def record(self, command: C) -> R:
        """Queue a command of a coroutine; its result once that is durable.

        A whole batch wakes its event loop once, where a `Future` each would wake it as often as there are
        commands.

        Raises:
            NotNow: as `submit`, and when it has waited too long; nothing was kept.
        """
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._queue(command, answer)
        return await answer

    @property
    def crowded(self) -> bool:
        """Whether a command would be refused now."""
        return self._stopping or is_crowded(self._waiting, self._limit, self._patience)

    def stop(self, timeout: float = 15.0) -> None:
        """Refuse new commands, finish those that wait, and end the threads."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout)

    def _queue(self, command: C, answer: Future[R] | asyncio.Future[R]) -> None:
        now = monotonic()
        with self._changed:
            if self.crowded:
                raise NotNow
            waiting = self._waiting
            waiting.append(Waiting(command, now, answer))
            if len(waiting) == 1:  # else a flusher has been told already
                self._changed.notify()

    def _run(self) -> None:
        writer = self._database.writer()
        while (batch := self._next()) or not self._stopping:
            began = monotonic()
            late = [one for one in batch if began - one.since > self._deadline]
            if late:
                _refuse(late)
                batch = [one for one in batch if began - one.since <= self._deadline]
            if batch:
                self._flush(writer, batch)
            with self._changed:
                self._at_work -= 1
        writer.close()

    def _next(self) -> list[Waiting[C, R]]:
        """What waits, after a moment for more; nothing where another flusher was faster, or at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            if self._at_work and not self._stopping:
                self._changed.wait(_GATHERING)
            self._at_work += 1
            taken = [self._waiting.popleft() for _ in range(min(self._batch, len(self._waiting)))]
            if self._waiting:
                self._changed.notify()  # another flusher need not wait for this one
            return taken

    def _flush(self, writer: Writer, batch: list[Waiting[C, R]], *, again: bool = True) -> None:
        """Commit a batch, halving it where it fails, so that one bad command fails alone.

        A fault of the database itself is nobody's: the batch is tried once more, since a connection that
        has died is replaced, and then everybody is asked to come again. Whether a commit that was cut off
        is on disk nobody knows; a command sent again finds it.
        """
        try:
            with writer.writing() as session:
                results = self._apply(session, [one.command for one in batch])
        except DATABASE_FAULTS:
            if again:
                self._flush(writer, batch, again=False)
            else:
                _refuse(batch)
        except BaseException as fault:  # noqa: BLE001 - a thread that ends would leave everybody waiting
            if len(batch) == 1:
                _tell([(batch[0].answer, fault, None)])
                return
            middle = len(batch) // 2
            self._flush(writer, batch[:middle])
            self._flush(writer, batch[middle:])
        else:
            _settle(batch, results)


def is_crowded(waiting: deque[Waiting[C, R]], limit: int, patience: float) -> bool:
    """Whether a queue is full, or its first has waited too long."""
    if len(waiting) >= limit:
        return True
    try:
        return bool(waiting) and monotonic() - waiting[0].since > patience
    except IndexError:  # a flusher has just taken them all
        return False


def _refuse(batch: Sequence[Waiting[C, R]]) -> None:
    """Ask everybody who waits to come again."""
    _tell([(one.answer, NotNow(), None) for one in batch])


def _settle(batch: Sequence[Waiting[C, R]], results: Sequence[R]) -> None:
    """Give everybody who waits their result."""
    _tell([(one.answer, None, result) for one, result in zip(batch, results, strict=True)])


def _tell(answers: Iterable[_Told[R]]) -> None:
    loops: dict[asyncio.AbstractEventLoop, list[_Told[R]]] = {}
    for told in answers:
        future = told[0]
        if isinstance(future, asyncio.Future):
            loops.setdefault(future.get_loop(), []).append(told)
        elif future.set_running_or_notify_cancel():
            _answer(told)
    for loop, theirs in loops.items():
        # A loop that has ended has nobody left who waits there.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(answer_all, theirs)


def answer_all(answers: Iterable[_Told[R]]) -> None:
    """Give results and faults to those who wait, in the thread of their event loop."""
    for told in answers:
        if not told[0].done():  # whoever waited may have gone away; what is committed is committed
            _answer(told)


def _answer(told: _Told[R]) -> None:
    future, fault, result = told
    if fault is not None:
        future.set_exception(fault)
    else:
        future.set_result(cast("R", result))
