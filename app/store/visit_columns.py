"""Visits for one trace as columns: read in a fixed number of statements, without an object for each visit.

PostgreSQL strings each column together in its own bytes, so that a whole answer is one row; SQLite, in the
same process, hands over plain tuples. Nothing here knows a person, and withdrawn visits are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from app.domain.assurance import Assurance
from app.store import visit_column_sql as sql
from app.store.binary_arrays import instant_array, small_array, uuid_array
from app.store.raw_ids import Ids, hex_of, no_ids
from app.store.same_day import Entries, Others, entered_at, where

Ints = NDArray[np.int64]
Days = Sequence[tuple[datetime, datetime, Ids]]
"""Pseudonyms by the day that they are of, with its bounds: they say in which partition to look."""
OPEN: Final = np.iinfo(np.int64).min
"""Stands for the end of a visit without a check-out."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_POSTGRES_EPOCH: Final = 946_684_800_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Where and when to look, shape (windows,); times in microseconds since 1970, UTC."""

    venue: Ids
    since: Ints
    """Entries from here on are looked at: the longest stay before the window."""
    start: Ints
    end: Ints
    open_since: Ints
    """A guest who entered up to here, and never checked out, had left before the window."""

    def __len__(self) -> int:
        return len(self.since)

    def take(self, rows: NDArray[np.bool_]) -> Windows:
        """The same with only these."""
        return Windows(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class VisitColumns:
    """One row a visit, shape (rows,); times in microseconds since 1970, UTC."""

    venue: Ids
    entered: Ints
    id: Ids
    pseudonym: Ids
    left: Ints
    """`OPEN`: not checked out."""
    zone: Ids
    """All zeros: the venue as a whole."""
    assurance: NDArray[np.uint8]
    """Its place among the members of `Assurance`."""
    flags: Ints
    companions: Ints
    children: Ints

    def __len__(self) -> int:
        return len(self.entered)

    def take(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> VisitColumns:
        """The same with only these rows: positions, or a mask."""
        return VisitColumns(*(getattr(self, field.name)[rows] for field in fields(self)))


def all_visits(*tables: VisitColumns) -> VisitColumns:
    """The rows of all, one after the other."""
    return VisitColumns(*(np.concatenate([getattr(t, f.name) for t in tables]) for f in fields(VisitColumns)))


def elsewhere(entries: Entries) -> VisitColumns:
    """Visits of which nothing counts but that they were: they end stays."""
    nothing = np.zeros(len(entries), dtype=np.int64)
    return VisitColumns(
        venue=entries.venue,
        entered=entries.entered,
        id=entries.id,
        pseudonym=entries.pseudonym,
        left=nothing,
        zone=np.zeros(len(entries), "S16"),
        assurance=nothing.astype(np.uint8),
        flags=nothing,
        companions=nothing,
        children=nothing,
    )


def reaching(session: Session, windows: Windows) -> tuple[VisitColumns, Others]:
    """The visits that may last into their venue's window, and where else their people were that day.

    One statement. On PostgreSQL days that are over have the second beside each visit.
    """
    if _on_sqlite(session):
        rows = session.connection().exec_driver_sql(sql.SQLITE_REACHING, (_listed(windows),)).all()
        return _of_rows(rows), Others(np.full(len(rows), -1), no_ids(), no_ids())
    ranges = _ranges(windows) | {"open_since": instant_array(windows.open_since)}
    *columns, counts, others = session.connection().execute(sql.POSTGRES_REACHING, ranges).one()
    return _of_strings(columns), Others(_numbers(counts, ">i2"), *where(others or b""))


def arrivals(session: Session, windows: Windows, *, only_guests: bool = False) -> tuple[Ints, Ints]:
    """Of everybody who came in the time that was looked at: the number of the window, and when.

    Staff and withdrawn visits among them, which the primary key cannot tell apart; with `only_guests` they
    are not, and every row is read for it.
    """
    if _on_sqlite(session):
        statement = sql.SQLITE_GUESTS if only_guests else sql.SQLITE_ARRIVALS
        rows = session.connection().exec_driver_sql(statement, (_listed(windows),)).all()
        found = [(n, np.fromstring(entries or "", dtype=np.int64, sep=",")) for n, entries in rows]
        windows_of = np.repeat([n for n, _ in found], [len(entries) for _, entries in found])
        return windows_of, np.concatenate([entries for _, entries in found])
    query = sql.POSTGRES_GUESTS if only_guests else sql.POSTGRES_ARRIVALS
    window, entered = session.connection().execute(query, _ranges(windows)).one()
    return _numbers(window, ">i2"), _times(entered)


def of_pseudonyms(session: Session, days: Days) -> VisitColumns:
    """All visits under these pseudonyms, in one statement."""
    if _on_sqlite(session):
        return _of_rows(session.connection().exec_driver_sql(sql.SQLITE_HISTORIES, (_names(days),)).all())
    return _of_strings(session.connection().execute(sql.postgres_histories(len(days)), _by_day(days)).one())


def entries_of(session: Session, days: Days) -> Entries:
    """Where all visits under these pseudonyms were, in one statement that on SQLite reads no row."""
    if _on_sqlite(session):
        rows = session.connection().exec_driver_sql(sql.SQLITE_ENTRIES, (_names(days),)).all()
        return Entries(*(_ids(b"".join([row[n] for row in rows])) for n in range(3)))
    names, kept = session.connection().execute(sql.postgres_entries(len(days)), _by_day(days)).one()
    return Entries(_ids(names or b""), *where(kept or b""))


def _names(days: Days) -> str:
    return "[" + ",".join(f'"{name}"' for _, _, some in days for name in hex_of(some)) + "]"


def _by_day(days: Days) -> dict[str, object]:
    values: dict[str, object] = {}
    for number, (first, last, some) in enumerate(days):
        values |= {f"p{number}": uuid_array(some), f"f{number}": first, f"l{number}": last}
    return values


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _listed(windows: Windows) -> str:
    """The windows as JSON, for SQLite."""
    columns = (windows.since, windows.start, windows.end, windows.open_since)
    rows = zip(hex_of(windows.venue), *(column.tolist() for column in columns), strict=True)
    return "[" + ",".join(f'["{venue}",{a},{b},{c},{d}]' for venue, a, b, c, d in rows) + "]"


def _ranges(windows: Windows) -> dict[str, object]:
    return {
        "n": small_array(np.arange(len(windows))),
        "venue": uuid_array(windows.venue),
        "since": instant_array(windows.since),
        "start": instant_array(windows.start),
        "until": instant_array(windows.end),
    }


_CODES: Final = {assurance.value: code for code, assurance in enumerate(Assurance)}
_NO_ZONE: Final = bytes(16)


def _of_rows(rows: Sequence[Any]) -> VisitColumns:
    if not rows:
        none = np.empty(0, dtype=np.int64)
        ids = no_ids()
        return VisitColumns(ids, none, ids, ids, none, ids, none.astype(np.uint8), none, none, none)
    venue, entered, visit, pseudonym, left, zone, assurance, flags, companions, children = zip(
        *rows, strict=True
    )
    return VisitColumns(
        _ids(b"".join(venue)),
        np.array(entered, dtype=np.int64),
        _ids(b"".join(visit)),
        _ids(b"".join(pseudonym)),
        np.array([OPEN if at is None else at for at in left], dtype=np.int64),
        _ids(b"".join([place or _NO_ZONE for place in zone])),
        np.array([_CODES[word] for word in assurance], dtype=np.uint8),
        np.array(flags, dtype=np.int64),
        np.array(companions, dtype=np.int64),
        np.array(children, dtype=np.int64),
    )


def _of_strings(row: Any) -> VisitColumns:  # noqa: ANN401 - the driver's row
    venue, visit, pseudonym, left, zone, small = row
    if venue is None:
        return _of_rows([])
    ended = _times(left)
    assurance, flags, companions, children = np.frombuffer(small, ">i2").reshape(-1, 4).T.astype(np.int64)
    return VisitColumns(
        _ids(venue),
        entered_at(_ids(visit)),
        _ids(visit),
        _ids(pseudonym),
        np.where(ended == OPEN + _POSTGRES_EPOCH, OPEN, ended),
        _ids(zone),
        assurance.astype(np.uint8),
        flags,
        companions,
        children,
    )


def _ids(raw: bytes) -> Ids:
    return np.frombuffer(raw, "S16")


def _numbers(raw: bytes | None, kind: str) -> Ints:
    return np.frombuffer(raw or b"", kind).astype(np.int64)


def _times(raw: bytes | None) -> Ints:
    return _numbers(raw, ">i8") + _POSTGRES_EPOCH
