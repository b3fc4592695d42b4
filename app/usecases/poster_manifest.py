"""The list beside many posters: which venue is in which file on which page, and what is still to be done.

It is written whole before the first poster, so it is also the plan: an interrupted run goes on at the first
line without an answer. Each new state takes the place of the last in one step, after the file it tells of.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from app.domain.ids import VenueId
from app.domain.neutral import neutral

if TYPE_CHECKING:
    from _csv import Writer


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One venue; only `venue` and `paper` are known before it has been dealt with."""

    file: str
    """The name of the file that holds it, without its folder; empty where there is none."""
    page: str
    venue: str
    name: str
    code: str
    """The last characters of the code, as the poster's foot shows them."""
    printed: str
    """The day that the poster shows, year first."""
    paper: str
    problem: str
    """Why there is no poster."""

    @property
    def is_done(self) -> bool:
        """Whether the venue has been dealt with."""
        return bool(self.file or self.problem)


_HEADER = tuple(field.name for field in fields(ManifestLine))


class PosterManifest:
    """The list as a file of CSV, in UTF-8 with a mark that spreadsheets look for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def exists(self) -> bool:
        """Whether a run has begun."""
        return self._path.exists()

    def begin(self, venues: Iterable[VenueId], paper: str) -> None:
        """Write the plan."""
        with self._replacing() as writer:
            writer.writerows(("", "", venue, "", "", "", paper, "") for venue in venues)

    def lines(self) -> Iterator[ManifestLine]:
        """All lines, read one at a time: a newer state does not disturb who is reading."""
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            next(rows, None)
            yield from (ManifestLine(*row) for row in rows)

    def remaining(self) -> Iterator[VenueId]:
        """The venues that wait for their posters, in order."""
        return (VenueId(UUID(line.venue)) for line in self.lines() if not line.is_done)

    def parts(self) -> list[str]:
        """The names of the finished files, in order."""
        return list(dict.fromkeys(line.file for line in self.lines() if line.file))

    def record(self, done: Iterable[ManifestLine]) -> None:
        """Answer the first lines that have no answer; the venues are the same in the same order."""
        answers = iter(done)
        with self._replacing() as writer:
            for line in self.lines():
                answer = line if line.is_done else next(answers, line)
                if answer.venue != line.venue:
                    raise ValueError(f"{answer.venue} where the plan has {line.venue}")
                writer.writerow(astuple(answer))

    @contextmanager
    def _replacing(self) -> Iterator[Writer]:
        unfinished = self._path.with_name(self._path.name + ".part")
        with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_HEADER)
            yield writer
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._path)


def manifest_line(
    venue: VenueId,
    *,
    name: str,
    code: str,
    printed: str,
    paper: str,
    file: str = "",
    page: int | None = None,
    problem: str = "",
) -> ManifestLine:
    """A line about a venue that has been dealt with; the name is made harmless to spreadsheets."""
    shown = "" if page is None else str(page)
    return ManifestLine(file, shown, str(venue), neutral(name), code, printed, paper, problem)
