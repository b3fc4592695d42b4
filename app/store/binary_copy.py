"""Columns sent to PostgreSQL in its binary COPY format, made by numpy and never row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

_HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER: Final = b"\xff\xff"
_NULL: Final = -1
_POSTGRES_EPOCH: Final = 946_684_800_000_000
"""Microseconds from 1970 to 2000, from which `timestamptz` counts."""

Value = NDArray[Any] | None
"""A column in the server's own bytes, or one value for all rows; None is NULL in all rows."""


def ids(column: NDArray[np.uint8]) -> Value:
    """`uuid`s, from an array of shape (rows, 16)."""
    return np.ascontiguousarray(column).view("V16").reshape(-1)


def instants(column: NDArray[np.int64]) -> NDArray[Any]:
    """`timestamptz`s, from microseconds since 1970."""
    return (column - _POSTGRES_EPOCH).astype(">i8")


def packed(columns: Mapping[str, Value], count: int) -> bytes:
    """`count` rows of these columns, in their order."""
    layout: list[tuple[str, Any]] = [("fields", ">i2")]
    for name, value in columns.items():
        layout.append((f"size of {name}", ">i4"))
        if value is not None:
            layout.append((name, value.dtype))
    rows = np.empty(count, layout)
    rows["fields"] = len(columns)
    for name, value in columns.items():
        rows[f"size of {name}"] = _NULL if value is None else value.dtype.itemsize
        if value is not None:
            rows[name] = value
    return rows.tobytes()


def copy_rows(
    connection: Connection, table: str, columns: Iterable[str], rows: Iterable[bytes], *, freeze: bool = False
) -> None:
    """Send rows made by `packed`.

    Args:
        connection: In a transaction that stays open; not at REPEATABLE READ where `freeze` is set.
        table: A name of ours, never from input.
        columns: Such names too.
        rows: Any number of rows at a time.
        freeze: Keep them as rows that everybody has seen already, so that no vacuum needs to come by; the
            table must have been made in this same transaction.
    """
    how = "FORMAT binary, FREEZE" if freeze else "FORMAT binary"
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN WITH ({how})") as copy,
    ):
        copy.write(_HEADER)
        for some in rows:
            copy.write(some)
        copy.write(_TRAILER)
