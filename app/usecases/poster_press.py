"""The thread that prints posters beside the requests: begun when somebody asks, ended with the server."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.usecases.run_poster_jobs import Stopped


class PosterPress:
    """Runs `work` in a thread of its own whenever it is woken; work asked for meanwhile is not lost.

    `work` can ask whether it has to stop. `failed` hears what went wrong; the next call tries again.
    """

    def __init__(
        self, work: Callable[[Callable[[], bool]], None], failed: Callable[[Exception], None]
    ) -> None:
        self._work = work
        self._failed = failed
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """There may be work."""
        self._wanted.set()
        with self._starting:
            if self._thread is None and not self._stopping.is_set():
                self._thread = threading.Thread(target=self._run, name="posters", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Leave the work where it is, to be taken up at the next start, and wait for the thread to end."""
        self._stopping.set()
        self._wanted.set()
        with self._starting:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._stopping.is_set():
                return
            try:
                self._work(self._stopping.is_set)
            except Stopped:
                return
            except Exception as fault:  # noqa: BLE001 - the service goes on; the next hour wakes this again
                self._failed(fault)
