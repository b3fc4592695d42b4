"""Thousands of rows at once, in half the time of a statement of SQLAlchemy's: by COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel


def load_rows(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert thousands of rows that all name the same columns; a key that is there already is an error.

    Values go through the columns' types as in any statement, and nothing is defaulted.
    """
    if not rows:
        return
    target: Table = table.__table__  # type: ignore[attr-defined]
    connection, names = session.connection(), list(rows[0])
    dialect = connection.dialect
    columns = [target.c[name] for name in names]
    bound = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    written = (
        [made(row[name]) if made else row[name] for name, made in zip(names, bound, strict=True)]
        for row in rows
    )
    into = f"{target.name} ({', '.join(names)})"
    cursor: Any = connection.connection.cursor()
    try:
        if dialect.name == "sqlite":
            places = ", ".join("?" * len(names))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", written)  # noqa: S608 - names of ours
            return
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for values in written:
                copy.write_row(values)
    except dialect.loaded_dbapi.Error as fault:
        raise DBAPIError.instance(into, None, fault, Exception, dialect=dialect) from fault
    finally:
        cursor.close()
