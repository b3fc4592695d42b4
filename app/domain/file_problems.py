"""What is wrong with a file, however much it is: the first lines in full, the others counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from app.domain.errors import FileProblem, FileRefused, Problem

MOST_TOLD: Final = 1_000
"""Nobody mends more at once, and a wrong file has a million."""


class FileProblems:
    """Those of the first lines, and how many there are; going through it gives the former, in order."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[FileProblem] = []

    def add(self, *found: FileProblem) -> None:
        """More, of any line."""
        self.count += len(found)
        self._first += found
        if len(self._first) > 2 * MOST_TOLD:
            self._first = list(self)

    def take(self, others: FileProblems) -> None:
        """Those of another reading of the same file."""
        told = list(others)
        self.add(*told)
        self.count += others.count - len(told)

    def __iter__(self) -> Iterator[FileProblem]:
        """The first by line; what concerns the whole file comes before."""
        return iter(sorted(self._first, key=lambda found: found.place or 0)[:MOST_TOLD])

    def __bool__(self) -> bool:
        """Whether there are any."""
        return self.count > 0

    def refused(self, told: Callable[[FileProblem], FileProblem] = lambda found: found) -> FileRefused:
        """The refusal to raise, each problem as `told` words it; without any, that there are no lines."""
        if not self:
            self.add(FileProblem(None, Problem("", "no_lines")))
        return FileRefused(map(told, self), self.count)
