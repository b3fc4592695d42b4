"""The lines of a file while it is taken in: a scratch database of their own, on disk, gone with the process.

Whatever concerns several lines is asked of it (which name stands twice, what lies beside what). So a file of
a million lines takes no more memory than one of a thousand, and the city's database is written to only when
nothing is wrong any more.
"""

from __future__ import annotations

import math
import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from app.domain.ids import VenueId
from app.domain.look_alikes import LOOK_ALIKE_METRES, Place
from app.domain.neighbourhood import square, squares
from app.domain.positions import Position
from app.domain.registrations import Registration
from app.domain.text import fold
from app.domain.venue_files import NamedLine
from app.store import import_lines_sql as sql
from app.store.bulk import batched

SLICE: Final = 5_000
"""Lines in memory at a time."""
_METRES_A_DEGREE: Final = 111_000.0


class Sighted(NamedTuple):
    """A line, or a venue that is registered, as something that another line may look like."""

    line: int | None
    """None: it is registered."""
    place: Place
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
        self._scratch.executemany(sql.ADD, map(_row, lines))

    def add_registered(self, venues: Iterable[tuple[str, str, float | None, float | None]]) -> None:
        """Put venues down that are registered: name, address, latitude and longitude of each."""
        rows = (
            (number, fold(name), _square(_position(north, east)), north, east, name, address)
            for number, (name, address, north, east) in enumerate(venues, 1)
        )
        self._scratch.executemany(sql.ADD_REGISTERED, rows)

    def parent_codes(self) -> Iterator[list[str]]:
        """The codes that lines name a venue around them by, each once."""
        self._scratch.executescript(sql.INDEXES)
        yield from batched((text for (text,) in self._scratch.execute(sql.PARENT_CODES)), SLICE)

    def know(self, coded: Mapping[str, VenueId]) -> None:
        """What some of those codes lead to."""
        rows = [(text, venue.bytes) for text, venue in coded.items()]
        self._scratch.executemany("INSERT INTO coded VALUES (?, ?)", rows)

    def nest(self) -> Iterator[tuple[int, str, str]]:
        """Find what stands inside what; line, kind and text of each problem with it. After `know`."""
        self._scratch.executescript(sql.NEST)
        yield from self._scratch.execute(sql.NOT_CODED)
        yield from self._scratch.execute(sql.NOT_NAMED)
        yield from self._scratch.execute(sql.CIRCLES)

    def places(self) -> Iterator[Sighted]:
        """The good lines, in the order of the file."""
        yield from map(_sighted, self._scratch.execute(sql.PLACES))

    def beside(self, here: Sighted) -> Iterator[Sighted]:
        """Earlier lines and registered venues that may be the same place; a few hundred at most."""
        where: list[tuple[str, tuple[object, ...]]] = [(sql.REGISTERED_OF_NAME, (here.place.name,))]
        if (at := here.place.position) is None:
            where.append((sql.AT_ADDRESS, (here.place.address, here.line)))
        else:
            where.append((sql.UNPLACED_AT_ADDRESS, (here.place.address, here.line)))
            north = LOOK_ALIKE_METRES / _METRES_A_DEGREE
            east = north / max(0.01, math.cos(math.radians(abs(at.latitude) + north)))
            box = (at.latitude - north, at.latitude + north, at.longitude - east, at.longitude + east)
            where.append((sql.NEARBY, (*squares(at), here.line, *box)))
        for statement, values in where:
            yield from map(_sighted, self._scratch.execute(statement, values))

    def outer_first(self) -> Iterator[list[NewVenue]]:
        """What is to be registered, slice by slice, each after the venue around it."""
        last = 0
        while rows := self._scratch.execute(sql.STEPS, (last, SLICE)).fetchall():
            yield [
                NewVenue(line, VenueId(UUID(bytes=own)), pickle.loads(kept), _id(around))  # noqa: S301 - ours
                for _, line, own, kept, around in rows
            ]
            last = rows[-1][0]

    def keep_codes(self, codes: Iterable[tuple[int, str, str]]) -> None:
        """Note the code and the typed code that a line was given."""
        self._scratch.executemany("INSERT INTO codes VALUES (?, ?, ?)", codes)

    def with_codes(self) -> Iterator[tuple[int, VenueId, str, str, str]]:
        """Line, venue, name, code and typed code, in the order of the file."""
        for line, own, *rest in self._scratch.execute(sql.CODES):
            name, code, typed = rest
            yield line, VenueId(UUID(bytes=own)), name, code, typed


def _row(line: NamedLine) -> tuple[object, ...]:
    if line.said is None:
        return (line.number, fold(line.name), *(None,) * 4, "", "", "", "", "", None, None)
    said, there = line.said, line.said.registration
    north, east = (there.position.latitude, there.position.longitude) if there.position else (None, None)
    kept = pickle.dumps(there, pickle.HIGHEST_PROTOCOL)
    return (
        *(line.number, fold(there.name), fold(there.address), north, east, _square(there.position)),
        *(fold(said.parent_name), said.parent_code, said.parent_name, there.name, there.address),
        *(uuid4().bytes, kept),
    )


def _sighted(row: tuple[int, str, str | None, float | None, float | None, str, str]) -> Sighted:
    number, name, folded_address, north, east, said_name, said_address = row
    place = Place(name, folded_address or fold(said_address), _position(north, east))
    return Sighted(number if number > 0 else None, place, said_name, said_address)


def _position(north: float | None, east: float | None) -> Position | None:
    return None if north is None or east is None else Position(north, east)


def _square(position: Position | None) -> int | None:
    return None if position is None else square(position)


def _id(value: bytes | None) -> VenueId | None:
    return None if value is None else VenueId(UUID(bytes=value))
