"""Work for other processes, its results in the order of the work whoever was first.

Not `multiprocessing`: a forked process inherits locks that other threads held, and one that is spawned
imports the main program of whoever uses this library, which may be a whole server.
"""

import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from subprocess import PIPE, Popen
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 2
"""Pieces of work that wait for each process, so that none is ever idle; memory is for no more than these."""


class WorkerLost(RuntimeError):
    """A process ended in the middle of its work: it was killed, or had no memory left."""


class Workers:
    """`count` processes for as long as the `with` block lasts; with 0 the work is done here.

    `gentle` ones leave the processor to everything else that wants it.
    """

    def __init__(self, count: int, *, gentle: bool = False) -> None:
        self._processes = [_start(gentle) for _ in range(count)]
        self._idle: SimpleQueue[Popen[bytes]] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(max(count, 1))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:  # first: a thread that waits for an answer must not be waited for
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            with process:
                process.wait()

    def map(self, function: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
        """What the function makes of each piece. Both are pickled: the function must be importable by name.

        Raises:
            WorkerLost: a process ended before it answered.
            Exception: whatever the function raises.
        """
        if not self._processes:
            yield from map(function, pieces)
            return
        under_way: deque[Future[R]] = deque()
        for piece in pieces:
            under_way.append(self._threads.submit(self._ask, function, piece))
            if len(under_way) > _AHEAD * len(self._processes):
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

    def _ask(self, function: Callable[[T], R], piece: T) -> R:
        process = self._idle.get()
        try:
            return _answer(process, function, piece)
        finally:
            self._idle.put(process)


def _answer(process: Popen[bytes], function: Callable[[T], R], piece: T) -> R:
    request = pickle.dumps((function, piece))
    assert process.stdin  # noqa: S101 - both were asked for
    assert process.stdout  # noqa: S101
    try:
        process.stdin.write(request)
        process.stdin.flush()
        went_well, result = pickle.load(process.stdout)  # noqa: S301 - this library's own process
    except (EOFError, BrokenPipeError, pickle.UnpicklingError) as fault:
        raise WorkerLost(f"process {process.pid} ended") from fault
    if not went_well:
        raise result
    done: R = result
    return done


def _start(gentle: bool) -> Popen[bytes]:  # noqa: FBT001 - one choice
    command = [sys.executable, "-P", "-m", "qr.worker", *(["--gentle"] if gentle else [])]
    environment: dict[str, Any] = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    # A session of its own: Ctrl-C is for the one who asked, who then ends this process.
    return Popen(command, stdin=PIPE, stdout=PIPE, env=environment, start_new_session=True)  # noqa: S603
