"""All visits of some days, streamed as columns: nothing here knows a person, and no row becomes an object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import case, func, select, text
from sqlmodel import Session, col

from app.domain.spans import day_span
from app.store.tables import VisitRow

Ids = NDArray[np.uint8]
OPEN: Final = np.iinfo(np.int64).min
"""Stands for the end of a visit without a check-out."""
_ROWS_AT_ONCE: Final = 100_000
_BYTES_AT_ONCE: Final = 16 << 20
_HEADER: Final = 19
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_POSTGRES_EPOCH: Final = 946_684_800_000_000
_MILLISECOND: Final = 1000
_ROW: Final = np.dtype(
    [
        ("fields", ">i2"),
        *(
            pair
            for name, kind in (
                *(("venue", "V16"), ("zone", "V16"), ("pseudonym", "V16")),
                *(("entered", ">i8"), ("left", ">i8"), ("mark", ">i2")),
            )
            for pair in ((f"size of {name}", ">i4"), (name, kind))
        ),
    ]
)
_COPY: Final = """
    COPY (
        SELECT venue, coalesce(zone, '00000000-0000-0000-0000-000000000000'), pseudonym,
            entered_at, coalesce(left_at, '-infinity'),
            CAST(
                CASE assurance WHEN 'staff' THEN 1 WHEN 'static' THEN 2 WHEN 'typed' THEN 2 ELSE 0 END AS int2
            )
        FROM visits WHERE entered_at >= %s AND entered_at < %s AND withdrawn_at IS NULL
    ) TO STDOUT (FORMAT binary)
"""
_SELECT: Final = """
    SELECT venue, coalesce(zone, zeroblob(16)), pseudonym, entered_at, left_at,
        CASE assurance WHEN 'staff' THEN 1 WHEN 'static' THEN 2 WHEN 'typed' THEN 2 ELSE 0 END
    FROM visits WHERE entered_at >= ? AND entered_at < ? AND withdrawn_at IS NULL
"""


class CityVisits(NamedTuple):
    """Visits that were not withdrawn, shape (rows,); ids of shape (rows, 16), times in ms since 1970."""

    venue: Ids
    zone: Ids
    """All zeros: the venue as a whole."""
    pseudonym: Ids
    entered: NDArray[np.int64]
    left: NDArray[np.int64]
    """`OPEN`: not checked out."""
    mark: NDArray[np.uint8]
    """As `city_stays.Visits.mark`."""


def of_day(session: Session, day: date, zone: ZoneInfo) -> Iterator[CityVisits]:
    """The visits that began on a local day, some hundred thousand at a time, in any order."""
    span = day_span(day, zone)
    if session.get_bind().dialect.name == "sqlite":
        yield from _from_sqlite(session, span.start, span.end)
    else:
        yield from _from_postgres(session, span.start, span.end)


def fingerprints(session: Session, days: Sequence[date], zone: ZoneInfo) -> dict[date, str]:
    """What changes whenever a visit of a day does, by day: a new one, an end, a correction, a withdrawal.

    Each of them raises a version or brings a row. One query that reads every row.
    """
    if not days:
        return {}
    ends = [(day_span(day, zone).end, number) for number, day in enumerate(days)]
    day = case(*((col(VisitRow.entered_at) < end, number) for end, number in ends)).label("day")
    _without_limit(session)
    rows = session.execute(
        select(day, func.count(), func.sum(VisitRow.version), func.max(VisitRow.received_at))
        .where(
            col(VisitRow.entered_at) >= day_span(days[0], zone).start, col(VisitRow.entered_at) < ends[-1][0]
        )
        .group_by(day)
    )
    found = {days[number]: f"{count}/{versions}/{latest}" for number, count, versions, latest in rows}
    return {day: found.get(day, "") for day in days}


def _without_limit(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SET LOCAL statement_timeout = 0"))


def _from_postgres(session: Session, since: datetime, until: datetime) -> Iterator[CityVisits]:
    _without_limit(session)
    driver: Any = session.connection().connection.driver_connection
    held, rest = bytearray(), _HEADER
    with driver.cursor() as cursor, cursor.copy(_COPY, (since, until)) as copy:
        for block in copy:
            held += block
            if len(held) > _BYTES_AT_ONCE:
                rows = (len(held) - rest) // _ROW.itemsize
                yield _of_rows(np.frombuffer(bytes(held[rest : rest + rows * _ROW.itemsize]), _ROW))
                held, rest = held[rest + rows * _ROW.itemsize :], 0
    yield _of_rows(np.frombuffer(bytes(held[rest:-2]), _ROW))


def _of_rows(rows: NDArray[Any]) -> CityVisits:
    # The server calls the end that is missing "-infinity", which is the smallest number.
    entered, left = (rows[name].astype(np.int64) for name in ("entered", "left"))
    return CityVisits(
        *_ids(rows[name].tobytes() for name in ("venue", "zone", "pseudonym")),
        (entered + _POSTGRES_EPOCH) // _MILLISECOND,
        np.where(left == OPEN, OPEN, (np.maximum(left, 0) + _POSTGRES_EPOCH) // _MILLISECOND),
        rows["mark"].astype(np.uint8),
    )


def _ids(columns: Iterable[bytes]) -> tuple[Ids, Ids, Ids]:
    venue, zone, pseudonym = (np.frombuffer(column, np.uint8).reshape(-1, 16) for column in columns)
    return venue, zone, pseudonym


def _from_sqlite(session: Session, since: datetime, until: datetime) -> Iterator[CityVisits]:
    span = tuple((moment - _EPOCH) // timedelta(microseconds=1) for moment in (since, until))
    found = session.connection().exec_driver_sql(_SELECT, span)
    while rows := found.fetchmany(_ROWS_AT_ONCE):
        venue, zone, pseudonym, entered, left, mark = zip(*rows, strict=True)
        yield CityVisits(
            *_ids(b"".join(ids) for ids in (venue, zone, pseudonym)),
            np.array(entered, dtype=np.int64) // _MILLISECOND,
            np.array([OPEN if end is None else end // _MILLISECOND for end in left], dtype=np.int64),
            np.array(mark, dtype=np.uint8),
        )
