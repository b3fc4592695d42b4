"""The lines of a file while it is taken in: a scratch database of their own, on disk, gone with the process.

Whatever concerns several lines is asked of it (which name stands twice, what lies beside what). So a file of
a million lines takes no more memory than one of a thousand, and the city's database is written to only when
nothing is wrong any more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple
from uuid import UUID

from app.domain.ids import VenueId
from app.domain.neighbourhood import compare, rank
from app.domain.registrations import Registration
from app.domain.venue_files import NamedLine
from app.store import import_line_rows as rows
from app.store import import_lines_sql as sql
from app.store.bulk import batched

SLICE: Final = 5_000
"""Lines in memory at a time."""


class LookAlike(NamedTuple):
    """What a line looks most like."""

    line: int
    earlier: int | None
    """Another line; None: a venue that is registered."""
    name: str
    address: str


class NewVenue(NamedTuple):
    """A line that becomes a venue."""

    line: int
    id: VenueId
    registration: Registration
    parent: VenueId | None


class ImportLines:
    """Lines by number, and the venues that are registered already."""

    def __init__(self) -> None:
        # The interpreter's SQLite, and a file of our own: the wheel's keeps in memory what is temporary.
        self._folder = TemporaryDirectory(prefix="ghe-import-")
        self._scratch = sqlite3.connect(f"{self._folder.name}/lines.db")
        self._scratch.executescript(sql.TABLES)

    def close(self) -> None:
        """Forget them."""
        self._scratch.close()
        self._folder.cleanup()

    def __len__(self) -> int:
        """How many lines nothing is wrong with."""
        return int(self._scratch.execute("SELECT count(*) FROM lines WHERE good").fetchone()[0])

    def add(self, lines: Iterable[NamedLine]) -> None:
        """Put lines down; of one that is wrong its name alone."""
        self._scratch.executemany(sql.ADD, map(rows.line_row, lines))

    def add_registered(self, venues: Iterable[tuple[str, str, float | None, float | None]]) -> None:
        """Put venues down that are registered: name, address, latitude and longitude of each."""
        numbered = (rows.registered_row(number, *venue) for number, venue in enumerate(venues, 1))
        self._scratch.executemany(sql.ADD_REGISTERED, numbered)

    def parent_codes(self) -> Iterator[list[str]]:
        """The codes that lines name a venue around them by, each once."""
        yield from batched((text for (text,) in self._scratch.execute(sql.PARENT_CODES)), SLICE)

    def know(self, coded: Mapping[str, VenueId]) -> None:
        """What some of those codes lead to."""
        known = [(text, venue.bytes) for text, venue in coded.items()]
        self._scratch.executemany("INSERT INTO coded VALUES (?, ?)", known)

    def nest(self) -> Iterator[tuple[int, str, str]]:
        """Find what stands inside what; line, kind and text of each problem with it. After `know`."""
        self._scratch.executescript(sql.NEST)
        yield from self._scratch.execute(sql.NOT_CODED)
        yield from self._scratch.execute(sql.NOT_NAMED)
        yield from self._scratch.execute(sql.CIRCLES)

    def look_alikes(self, progress: Callable[[int], None]) -> Iterator[LookAlike]:
        """What looks like an earlier line or a registered venue, in the order of the file.

        `progress` is told every few thousand lines how many were compared.
        """
        for statement, seen in ((sql.BESIDE, rows.beside), (sql.AT_ADDRESS, rows.at_address)):
            found = compare(map(seen, _counted(self._scratch.execute(statement), progress)))
            for some in batched(found, SLICE):
                self._scratch.executemany(sql.NOTE, some)
        for line, same in groupby(self._scratch.execute(sql.LOOK_ALIKES), key=lambda row: row[0]):
            _, there, _, name, address = max(same, key=lambda row: rank(row[1], row[2]))
            yield LookAlike(line, there if there > 0 else None, name, address)

    def outer_first(self) -> Iterator[list[NewVenue]]:
        """What is to be registered, slice by slice, each after the venue around it."""
        last = 0
        while steps := self._scratch.execute(sql.STEPS, (last, SLICE)).fetchall():
            yield [
                NewVenue(line, VenueId(UUID(bytes=own)), rows.registration(said), _id(around))
                for _, line, own, around, *said in steps
            ]
            last = steps[-1][0]

    def keep_codes(self, codes: Iterable[tuple[int, str, str]]) -> None:
        """Note the code and the typed code that a line was given."""
        self._scratch.executemany("INSERT INTO codes VALUES (?, ?, ?)", codes)

    def with_codes(self) -> Iterator[tuple[int, VenueId, str, str, str]]:
        """Line, venue, name, code and typed code, in the order of the file."""
        for line, own, *rest in self._scratch.execute(sql.CODES):
            name, code, typed = rest
            yield line, VenueId(UUID(bytes=own)), name, code, typed


def _counted(places: Iterable[rows.Row], progress: Callable[[int], None]) -> Iterator[rows.Row]:
    done = 0
    for place in places:
        done += place[1]
        if place[1] and done % SLICE == 0:
            progress(done)
        yield place


def _id(value: bytes | None) -> VenueId | None:
    return None if value is None else VenueId(UUID(bytes=value))
