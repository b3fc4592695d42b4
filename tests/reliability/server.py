"""The service in a process of its own: started, killed, stopped, started again on the same port."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from app.cli.scratch_postgres import free_port
from tests.reliability.town import Town

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["app.cli.commands", "app.cli.serving", "app.main"])
"""Importing the service takes longer than starting it: one process imports it, each start is its copy.

A start from nothing is what `ghe bench start` times.
"""


class Server:
    """`ghe serve` on a town's database; `program`: as the command itself, with these words and variables."""

    def __init__(
        self,
        town: Town,
        *,
        port: int | None = None,
        words: tuple[str, ...] = (),
        variables: Mapping[str, str] | None = None,
        program: bool = False,
    ) -> None:
        self.town, self.port = town, port or free_port()
        self._words, self._more, self._program = words, dict(variables or {}), program
        self._process: subprocess.Popen[bytes] | multiprocessing.process.BaseProcess | None = None

    @property
    def _variables(self) -> dict[str, str]:
        folder = self.town.folder
        return {
            "GHE_DATABASE_URL": self.town.url,
            "GHE_KEYS": str(folder / "keys"),
            "GHE_POSTERS": str(folder / "posters"),
            "GHE_BASEMAP": str(folder / "basemap"),
            "GHE_PORT": str(self.port),
            "GHE_LOG_LEVEL": "warning",
            **self._more,
        }

    @property
    def log(self) -> Path:
        return self.town.folder / f"log-{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    def start(self, *, ready: bool = True) -> float:
        """Start it; returns the seconds until it was ready."""
        began = time.perf_counter()
        if self._program:
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    [Path(sys.executable).with_name("ghe"), "serve", *self._words],
                    env={**os.environ, **self._variables},
                    cwd=self.town.folder,
                    stdout=log,
                    stderr=log,
                )
        else:
            self._process = _FORKS.Process(
                target=_serve, args=(self._words, self._variables, str(self.log)), daemon=True
            )
            self._process.start()
        if ready:
            self.wait_until_ready()
        return time.perf_counter() - began

    def wait_until_ready(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while self.ready() != 200:
            if time.monotonic() > end or not self.alive():
                raise TimeoutError(f"{self.log.read_text()[-3000:]}\nnot ready after {seconds} s")
            time.sleep(0.02)

    def ready(self) -> int:
        """What /readyz answers; 0 where nobody does."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return answer.status
        except URLError as fault:
            return getattr(fault, "code", 0)
        except OSError:
            return 0

    def alive(self) -> bool:
        if isinstance(self._process, subprocess.Popen):
            return self._process.poll() is None
        return self._process is not None and self._process.is_alive()

    def kill(self) -> None:
        """SIGKILL: it has no moment to tidy up."""
        os.kill(self.pid, signal.SIGKILL)
        self._wait(10)

    def stop(self, seconds: float = 20) -> float:
        """SIGTERM; returns the seconds until it had ended by itself.

        Raises:
            TimeoutError: it did not end in time, and was killed.
        """
        began = time.perf_counter()
        os.kill(self.pid, signal.SIGTERM)
        if not self._wait(seconds):
            self.kill()
            raise TimeoutError(f"still running {seconds} s after SIGTERM")
        return time.perf_counter() - began

    def ended(self, seconds: float) -> int | None:
        """What it ended with by itself; None: it runs on."""
        self._wait(seconds)
        if isinstance(self._process, subprocess.Popen):
            return self._process.returncode
        return None if self._process is None else self._process.exitcode

    def close(self) -> None:
        """Whatever became of it, it is gone."""
        if self.alive():
            with contextlib.suppress(ProcessLookupError):
                self.kill()

    def _wait(self, seconds: float) -> bool:
        if isinstance(self._process, subprocess.Popen):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        elif self._process is not None:
            self._process.join(seconds)
        return not self.alive()


def _serve(words: tuple[str, ...], variables: dict[str, str], log: str) -> None:
    from app.cli import main

    os.environ.update(variables)
    os.chdir(Path(log).parent)
    with Path(log).open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.argv = ["ghe", "serve", *words]
    main()
