"""A server process as an operator starts it, on scratch data, and the naive one beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import app
from app.cli.scratch_postgres import free_port

OURS: Final = "from app.cli import main; main()"
NAIVE: Final = "from app.cli.bench.naive import serve; serve()"
_PATIENCE: Final = 30.0
_STOPPING: Final = 20.0


@dataclass(frozen=True, slots=True)
class Server:
    """A process that answers, or the one above those that do."""

    process: int
    port: int

    @property
    def host(self) -> str:
        """As a browser names it."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Its root."""
        return f"http://{self.host}"


@contextmanager
def serving(
    program: str, folder: Path, database_url: str, *, workers: int = 1, ready: str = "/readyz"
) -> Iterator[Server]:
    """Run a server until the block ends; what it writes goes into a file of the folder.

    GHE_... variables of the caller reach it, those apart that say where it keeps its things: so that a
    setting can be measured beside the default one. Its log has the default level, `info`: a line a request.

    Raises:
        RuntimeError: it did not come up.
    """
    port = free_port()
    own = {
        "GHE_DATABASE_URL": database_url,
        "GHE_KEYS": str(folder / "keys"),
        "GHE_POSTERS": str(folder / "posters"),
        "GHE_HOST": "127.0.0.1",
        "GHE_PORT": str(port),
        "GHE_WORKERS": str(workers),
        "GHE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": str(Path(app.__file__).parents[1]),
    }
    with (folder / "server.log").open("ab") as log:
        # In the folder, so that nobody's .env is read; what runs is our own code.
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", program, "serve"],
            cwd=folder,
            env=os.environ | own,
            stdout=log,
            stderr=log,
        )
    try:
        _await(f"http://127.0.0.1:{port}{ready}", process, folder)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        try:
            process.wait(_STOPPING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - loopback, made here
                return
        except urllib.error.HTTPError as refusal:
            refusal.close()
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"no server: {(folder / 'server.log').read_text(encoding='utf-8')[-2000:]}")
