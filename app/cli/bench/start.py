"""How long the service takes to answer after it was started."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Annotated, Final

import typer

import app
from app.cli.bench.check_in_server import OURS
from app.cli.bench.cores import use_of
from app.cli.bench.figures import Figure
from app.cli.scratch import scratch
from app.cli.scratch_postgres import free_port

MOST_S: Final = 2.0
_PATIENCE: Final = 60.0


def start(runs: Annotated[int, typer.Option(min=1)] = 5) -> list[Figure]:
    """From `ghe serve` to the first answer of /livez, several times; the first run, not counted, compiles."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        ghe = scratch(folder)
        ghe.recorder.stop()
        ghe.database.close()
        took = [_started(folder) for _ in range(runs + 1)][1:]
    seconds, processor = (statistics.median(column) for column in zip(*took, strict=True))
    worst = max(each for each, _ in took)
    print(f"start to first answer, {runs} runs: median {seconds:.2f} s, longest {worst:.2f} s")
    print(f"  processor time until then, all threads: {processor:.2f} s")
    return [
        Figure("start", "from the command to the first answer, median", seconds, "s", most=MOST_S),
        Figure("start", "processor time until then", processor, "s"),
    ]


def _started(folder: Path) -> tuple[float, float]:
    """Seconds until it answers, and of processor time until then."""
    port = free_port()
    own = {
        "GHE_DATABASE_URL": f"sqlite:///{folder / 'ghe.db'}",
        "GHE_KEYS": str(folder / "keys"),
        "GHE_POSTERS": str(folder / "posters"),
        "GHE_PORT": str(port),
        "GHE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": str(Path(app.__file__).parents[1]),
        # As an installed program has it from its second start.
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own service
        [sys.executable, "-c", OURS, "serve"],
        cwd=folder,
        env=os.environ | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - began < _PATIENCE and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=5):
                    return time.perf_counter() - began, use_of(process.pid).seconds
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.01)
        raise RuntimeError("the service did not start")
    finally:
        process.terminate()
        process.wait()
