"""Tables as columns: frozen dataclasses whose fields are NumPy arrays of one length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Index = NDArray[np.int32]
"""Positions in another table, to save half the memory; -1 is nobody or nowhere."""
Small = NDArray[np.int8]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
"""Times are whole microseconds since 1970 in UTC, as the store keeps them."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_T = TypeVar("_T")


def microseconds(moment: datetime) -> int:
    """An aware moment as the columns hold it."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(microseconds: int) -> datetime:
    """The aware moment, in UTC, of a value from a column."""
    return _EPOCH + timedelta(microseconds=int(microseconds))


def midnight(day: date, zone: ZoneInfo) -> int:
    """When a local day begins. Minutes of the day count from here as elapsed time, clock changes or not."""
    return microseconds(datetime.combine(day, time(), tzinfo=zone))


def stream(seed: int, *path: int) -> np.random.Generator:
    """The random numbers of one purpose on one day, so that no draw elsewhere can shift them."""
    return np.random.default_rng([seed, *path])


def take(table: _T, rows: NDArray[Any]) -> _T:
    """The same table with only these rows: positions, or a mask."""
    columns = {field.name: getattr(table, field.name)[rows] for field in fields(table)}  # type: ignore[arg-type]
    return type(table)(**columns)


def stacked(tables: Sequence[_T]) -> _T:
    """Tables of one kind under each other."""
    names = [field.name for field in fields(tables[0])]  # type: ignore[arg-type]
    columns = {name: np.concatenate([getattr(table, name) for table in tables]) for name in names}
    return type(tables[0])(**columns)
