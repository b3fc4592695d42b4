"""Any number of sheets in one or several PDF files, page after page, in as little memory as for one.

Sheets are laid out in processes of their own and written in the order they were given, so the same sheets
give the same bytes however many processes there are and whichever is first. A file appears under its name
only when it is whole.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from qr.document import Document
from qr.errors import Refusal
from qr.page import Page, page
from qr.sheet import Sheet
from qr.workers import Workers

T = TypeVar("T")

MOST_BYTES = 50_000_000
"""Of one file, unless another limit is given: about 25,000 posters."""

MOST_SHEETS = 10_000
"""Of one file. More are slow to open, and what is kept of each until the file is whole needs memory."""

_BATCH = 25
"""Sheets that a process makes before it hands them over."""


@dataclass(frozen=True, slots=True)
class Part:
    """One finished file, and what has become of the sheets from number `first` on, counted from 0.

    Those in `refused` have no page, the others one each, in order. Without a path there was no page at all.
    """

    path: Path | None
    first: int
    sheets: int
    refused: dict[int, Refusal] = field(default_factory=dict)

    def pages(self) -> Iterator[tuple[int, int | None]]:
        """The number of each sheet with its page, from 1 on, or None for one that was refused."""
        number = 0
        for sheet in range(self.first, self.first + self.sheets):
            number += sheet not in self.refused
            yield sheet, None if sheet in self.refused else number


def write_many(
    sheets: Iterable[T],
    target: Path,
    *,
    make: Callable[[T], Sheet],
    title: str,
    most_bytes: int = MOST_BYTES,
    processes: int = 2,
    gentle: bool = False,
    first_part: int = 1,
    progress: Callable[[int], None] = lambda _done: None,
) -> Iterator[Part]:
    """Write sheets to `target`, then to `target` with -2, -3 and so on before its ending; yields each file.

    `make` turns each thing of `sheets` into a sheet and may refuse it. It runs in other processes and is
    sent there by name, so it is a function of a module, or a `functools.partial` of one; with no processes it
    runs here. A page that is larger than `most_bytes` has a file of its own. `progress` is told how many
    sheets are done. Whoever stops asking for parts leaves nothing half-written behind.

    Raises:
        WorkerLost: a process was killed.
        OSError: the disk is full, or the folder is not to be written to.
    """
    with Workers(processes, gentle=gentle) as workers:
        batches = workers.map(partial(_pages, make), _batches(sheets))
        made = (each for batch in batches for each in batch)
        yield from _Parts(target, title, most_bytes, first_part, progress).of(made)


def part_path(target: Path, number: int) -> Path:
    """The file of a part, counted from 1."""
    return target if number == 1 else target.with_stem(f"{target.stem}-{number}")


class _Parts:
    """The files, one open at a time."""

    def __init__(
        self, target: Path, title: str, most_bytes: int, number: int, progress: Callable[[int], None]
    ) -> None:
        self._target = target
        self._title = title
        self._most_bytes = most_bytes
        self._number = number
        self._progress = progress

    def of(self, made: Iterator[Page | Refusal]) -> Iterator[Part]:
        waiting: Page | Refusal | None = next(made, None)
        done = 0
        while waiting is not None:
            path = part_path(self._target, self._number)
            part, waiting = self._part(path, done, waiting, made)
            done += part.sheets
            self._number += part.path is not None
            yield part

    def _part(
        self, path: Path, first: int, waiting: Page | Refusal, made: Iterator[Page | Refusal]
    ) -> tuple[Part, Page | Refusal | None]:
        """Fill one file, beginning with what did not fit the last one; with it what does not fit this one."""
        unfinished = path.with_name(path.name + ".part")
        refused: dict[int, Refusal] = {}
        sheets = 0
        following: Page | Refusal | None = waiting
        try:
            with unfinished.open("wb") as out:
                document = Document(out, self._title)
                while following is not None and self._has_room(document, sheets, following):
                    if isinstance(following, Refusal):
                        refused[first + sheets] = following
                    else:
                        document.add(following)
                    sheets += 1
                    if sheets % _BATCH == 0:
                        self._progress(first + sheets)
                    following = next(made, None)
                document.close()
                out.flush()
                os.fsync(out.fileno())
            if document.pages:
                unfinished.replace(path)
        finally:
            with suppress(FileNotFoundError):
                unfinished.unlink()
        self._progress(first + sheets)
        return Part(path if document.pages else None, first, sheets, refused), following

    def _has_room(self, document: Document, sheets: int, following: Page | Refusal) -> bool:
        if sheets >= MOST_SHEETS:
            return False
        if isinstance(following, Refusal) or not document.pages:
            return True
        return document.most_bytes_with(following) <= self._most_bytes


def _batches(sheets: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(sheets)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _pages(make: Callable[[T], Sheet], batch: list[T]) -> list[Page | Refusal]:
    made: list[Page | Refusal] = []
    for each in batch:
        try:
            made.append(page(make(each)))
        except Refusal as refusal:
            made.append(refusal)
    return made
