"""Millions of rows into a scratch database: COPY on PostgreSQL, executemany on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table, event
from sqlmodel import Session, SQLModel

from app.store.bulk import batched
from app.store.columns import Id, Instant
from app.store.db import Database, open_database

_A_BATCH: Final = 20_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_CARELESS: Final = {
    True: (
        *("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA foreign_keys=OFF"),
        *("PRAGMA cache_size=-2000000", "PRAGMA secure_delete=OFF"),
    ),
    False: ("SET session_replication_role = replica", "SET statement_timeout = 0"),
}
"""For a database that is thrown away when loading fails: nothing is checked, nothing can be rolled back."""

Row = Sequence[object]


@contextmanager
def unchecked(url: str) -> Iterator[Database]:
    """A migrated database whose references are not looked up; SQLite keeps no journal.

    Only while nobody else has it open. PostgreSQL lets a superuser alone do so.
    """
    database = open_database(url)

    def careless(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
        for setting in _CARELESS[database.is_sqlite]:
            connection.execute(setting)
        if not database.is_sqlite:
            connection.commit()

    event.listen(database.engine, "connect", careless)
    try:
        yield database
    finally:
        database.close()


def put_rows(session: Session, kind: type[SQLModel], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows that nobody checks: keys must be new and references must be there.

    Ids are 16 bytes, moments whole microseconds since 1970, days ISO text, documents JSON text, enums their
    values: as SQLite keeps them. For PostgreSQL they are put into its own form here.
    """
    table: Table = kind.__table__  # type: ignore[attr-defined]
    named = ", ".join(f'"{name}"' for name in columns)
    if session.get_bind().dialect.name == "sqlite":
        places = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table.name} ({named}) VALUES ({places})"  # noqa: S608 - our own names
        for some in batched(rows, _A_BATCH):
            session.connection().exec_driver_sql(statement, [tuple(row) for row in some])
        return
    forms = [(place, form) for place, name in enumerate(columns) if (form := _form(table.c[name].type))]
    driver: Any = session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({named}) FROM STDIN") as copy:
        for row in rows:
            values = list(row)
            for place, form in forms:
                if values[place] is not None:
                    values[place] = form(values[place])
            copy.write_row(values)


def _form(kind: object) -> Callable[[Any], str] | None:
    if isinstance(kind, Id):
        return bytes.hex
    if isinstance(kind, Instant):
        return lambda value: (_EPOCH + timedelta(microseconds=value)).isoformat()
    return None


def micros(moment: datetime) -> int:
    """A moment as `put_rows` takes it."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def day_of(micros: int) -> date:
    """The day of such a moment in UTC."""
    return (_EPOCH + timedelta(microseconds=micros)).date()
