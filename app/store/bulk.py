"""Many rows in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, TypeVar, cast

from sqlalchemy import CursorResult, Table, insert
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, SQLModel

T = TypeVar("T")

AT_ONCE: Final = 5_000
"""Rows that are taken from the driver together where there may be a million: while it hands over all of
them no other thread runs, and whoever checks in waits."""


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most `size`, for statements that may carry only so many values."""
    rest = iter(items)
    while taken := list(islice(rest, size)):
        yield taken


def insert_new(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> int:
    """Insert the rows whose keys are not there yet and leave the others as they are; how many were new.

    A repeat is no error and changes nothing: what stands is read afterwards, on the full key.
    """
    if not rows:
        return 0
    target = _table(table)
    dialect_insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = dialect_insert(target).on_conflict_do_nothing()
    result = session.execute(statement, list(rows), execution_options={"preserve_rowcount": True})
    return cast("CursorResult[tuple[()]]", result).rowcount


def insert_rows(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert many rows in few statements; a key that is there already is an error."""
    if rows:
        session.execute(insert(_table(table)), list(rows))


def _table(table: type[SQLModel]) -> Table:
    found: Table = table.__table__  # type: ignore[attr-defined]
    return found
