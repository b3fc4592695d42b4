"""Each engine in a process of its own, so that its peak memory is its own too."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

R = TypeVar("R")


def peak_mb() -> float:
    """The most memory that this process has held, MB.

    From the kernel's own high-water mark: `getrusage` would count what the parent held at the start as well.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not tell how much memory a process has held")


def apart(work: Callable[..., R], *arguments: object) -> tuple[R, float]:
    """The result of a function in a fresh process, and the most memory that the process held, MB."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = pool.submit(work, *arguments).result()
        return found, pool.submit(peak_mb).result()
