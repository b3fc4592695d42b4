"""What processes use: processor time and memory of a process and all it has started, read from /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_PROC: Final = Path("/proc")


@dataclass(frozen=True, slots=True)
class Use:
    """Of one process and everything below it."""

    seconds: float
    """Of processor time, with that of children that have ended."""
    resident: int
    """Bytes in memory; what processes share is counted in each."""


def use_of(root: int) -> Use:
    """What a process and its descendants have used so far; nothing when it has ended."""
    seconds, resident = 0.0, 0
    for process in _tree(root):
        try:
            # The name in parentheses may hold anything; what follows the last one are numbers.
            said = (_PROC / str(process) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        seconds += sum(map(int, said[11:15])) / _TICKS
        resident += int(said[21]) * _PAGE
    return Use(seconds, resident)


def _tree(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        found.append(process)
        for thread in (_PROC / str(process) / "task").glob("*/children"):
            try:
                waiting += map(int, thread.read_text(encoding="ascii").split())
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found
