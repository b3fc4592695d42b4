"""A great many visits put into an empty database at once, as columns: for measuring, not for check-ins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from app.domain.assurance import Assurance
from app.store import binary_copy, partitions
from app.store.db import Database

_ROWS_AT_ONCE = 65_536
_INDEX = "ix_visits_pseudonym"
_VERSION: Final = {True: 1, False: 2}
"""By whether a visit is open: checking out is its second version."""
COLUMNS: Final = (
    *("venue", "entered_at", "id", "pseudonym", "left_at", "received_at", "withdrawn_at", "zone"),
    *("assurance", "flags", "basis", "version", "companions", "children", "correction", "first_left_at"),
)
_INSERT: Final = (
    f"INSERT INTO visits ({', '.join(COLUMNS)}) "  # noqa: S608 - names of ours
    f"VALUES ({', '.join('?' * len(COLUMNS))})"
)

Ids = NDArray[np.uint8]
Times = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class VisitColumns:
    """Visits without zone, company, flags or correction, in order of their primary key.

    Ids have the shape (visits, 16); times are microseconds since 1970.
    """

    venue: Ids
    id: Ids
    pseudonym: Ids
    entered: Times
    left: Times
    """-1: not checked out."""
    received: Times
    assurance: NDArray[np.int8]
    """Which of `assurances`."""
    assurances: Sequence[Assurance]
    basis: int

    def __len__(self) -> int:
        return len(self.entered)


def load_persons(database: Database, persons: Ids, first_day: date) -> None:
    """Keep new persons, in the order of their ids so that the tree grows at one end."""
    order = np.argsort(persons.view(">u8").reshape(-1, 2)[:, 0])
    if database.is_sqlite:
        with database.writing() as session:
            _insert(
                session.connection(),
                "INSERT INTO persons (id, first_day, guardian) VALUES (?, ?, ?)",
                ((who, first_day.isoformat(), 0) for part in _parts(order) for who in _blobs(persons[part])),
            )
        return
    days = np.array((first_day - date(2000, 1, 1)).days, ">i4")
    with database.writing() as session:
        binary_copy.copy_rows(
            _patient(session.connection()),
            "persons",
            ("id", "first_day", "guardian"),
            (
                binary_copy.packed(
                    {"id": binary_copy.ids(persons[part]), "day": days, "guardian": np.array(0, "i1")},
                    len(part),
                )
                for part in _parts(order)
            ),
        )


def load_day(database: Database, day: date, zone: ZoneInfo, visits: VisitColumns) -> None:
    """Keep the visits that began on one local day, all or none.

    On PostgreSQL the day gets a new partition, and what stood there before is gone: rows come in order of
    their arrival, as check-ins do, and the indexes are built when all are there. On SQLite they go into the
    primary key's tree in its order; `drop_index` keeps the other index out of the way.
    """
    if database.is_sqlite:
        with database.writing() as session:
            _insert(session.connection(), _INSERT, _sqlite_rows(visits))
        return
    partitions.drop_partition(database, day)
    with database.writing() as session:
        connection = _patient(session.connection())
        name = partitions.partition_name(day)
        partitions.make_detached(connection, day, zone, name)
        binary_copy.copy_rows(connection, name, COLUMNS, postgres_rows(visits), freeze=True)
        partitions.attach(connection, day, zone, made_as=name)


def drop_index(database: Database) -> str | None:
    """On SQLite leave the index by pseudonyms aside; returns how to make the very same again."""
    if not database.is_sqlite:
        return None
    with database.writing() as session:
        made: str = session.execute(
            text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": _INDEX}
        ).scalar_one()
        # Its name is ours, never from input.
        session.execute(text(f"DROP INDEX {_INDEX}"))
    return made


def finish(database: Database, index: str | None) -> None:
    """Make what was left aside, and on PostgreSQL tell the planner what there is."""
    with database.writing() as session:
        if index is not None:
            session.execute(text(index))
        if not database.is_sqlite:
            _patient(session.connection()).execute(text("ANALYZE visits, persons, venues, codes"))


def _patient(connection: Connection) -> Connection:
    """The connection with a transaction that may take as long as a day of visits does."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
    return connection


def _parts(order: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    return (order[at : at + _ROWS_AT_ONCE] for at in range(0, len(order), _ROWS_AT_ONCE))


def postgres_rows(visits: VisitColumns) -> Iterator[bytes]:
    """The rows as they arrived; within some thousands those that look alike stand together."""
    for part in _parts(np.argsort(visits.received, kind="stable")):
        for kind in range(len(visits.assurances)):
            for is_open in (False, True):
                alike = (visits.assurance[part] == kind) & ((visits.left[part] < 0) == is_open)
                columns = _postgres_columns(visits, part[alike], visits.assurances[kind], is_open=is_open)
                yield binary_copy.packed(columns, int(alike.sum()))


def _postgres_columns(
    visits: VisitColumns, rows: NDArray[np.intp], assurance: Assurance, *, is_open: bool
) -> dict[str, binary_copy.Value]:
    """In the order of `COLUMNS`."""
    return {
        "venue": binary_copy.ids(visits.venue[rows]),
        "entered_at": binary_copy.instants(visits.entered[rows]),
        "id": binary_copy.ids(visits.id[rows]),
        "pseudonym": binary_copy.ids(visits.pseudonym[rows]),
        "left_at": None if is_open else binary_copy.instants(visits.left[rows]),
        "received_at": binary_copy.instants(visits.received[rows]),
        "withdrawn_at": None,
        "zone": None,
        "assurance": np.array(assurance.value.encode()),
        "flags": np.array(0, ">i2"),
        "basis": np.array(visits.basis, ">i4"),
        "version": np.array(_VERSION[is_open], ">i4"),
        "companions": np.array(0, ">i2"),
        "children": np.array(0, ">i2"),
        "correction": None,
        "first_left_at": None,
    }


def _sqlite_rows(visits: VisitColumns) -> Iterator[tuple[object, ...]]:
    """The rows in the order of the primary key, and of `COLUMNS`."""
    words = np.array([assurance.value for assurance in visits.assurances], dtype=object)
    for part in _parts(np.arange(len(visits))):
        for venue, entered, visit, who, left, received, assurance in zip(
            _blobs(visits.venue[part]),
            visits.entered[part].tolist(),
            _blobs(visits.id[part]),
            _blobs(visits.pseudonym[part]),
            visits.left[part].tolist(),
            visits.received[part].tolist(),
            words[visits.assurance[part]].tolist(),
            strict=True,
        ):
            end, version = (None, _VERSION[True]) if left < 0 else (left, _VERSION[False])
            basis = visits.basis
            yield (
                venue,
                entered,
                visit,
                who,
                end,
                received,
                None,
                None,
                assurance,
                0,
                basis,
                version,
                0,
                0,
                None,
                None,
            )


def _blobs(ids: Ids) -> list[bytes]:
    blobs: list[bytes] = np.ascontiguousarray(ids).view("V16").reshape(-1).tolist()
    return blobs


def _insert(connection: Connection, statement: str, rows: Iterator[tuple[object, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    driver.cursor().executemany(statement, rows)
