"""How visits end: a partition at once on PostgreSQL, a few thousand rows at a time on SQLite.

There is no index by time alone: each venue is asked for its first visits, which the primary key answers.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, delete, func, select, text
from sqlmodel import Session, col

from app.domain.spans import day_span
from app.store import histories
from app.store.bulk import batched
from app.store.db import Database
from app.store.partitions import days_with_partitions, drop_partition, partition_name
from app.store.tables import VisitRow

_VENUES_AT_ONCE: Final = 200
"""Some 6,000 visits of a day: check-ins come in between."""


def drop_old_partitions(database: Database, first_kept: date) -> list[date]:
    """Drop the tables of whole days on PostgreSQL, each in a moment; nothing to do on SQLite.

    One that somebody reads all the while, as a backup does, is left for the next time.
    """
    old = [day for day in days_with_partitions(database) if day < first_kept]
    return [day for day in old if drop_partition(database, day)]


def delete_visits_before(database: Database, first_kept: date, zone: ZoneInfo) -> int:
    """Delete the visits of older days row by row; returns how many.

    On PostgreSQL only what fell beside the partitions: theirs go with them.
    """
    limit = day_span(first_kept, zone).start
    if not database.is_sqlite:
        with database.writing() as session:
            if histories.kept(session):
                session.execute(
                    text("DELETE FROM histories_default WHERE entered_at < :limit"), {"limit": limit}
                )
            stray = text("DELETE FROM visits_default WHERE entered_at < :limit")
            return _count(session.execute(stray, {"limit": limit}))
    count = 0
    with database.reading() as session:
        firsts = _first_visits(session)
    for some in batched((venue for venue, first in firsts if first < limit), _VENUES_AT_ONCE):
        with database.writing() as session:
            old = delete(VisitRow).where(col(VisitRow.venue).in_(some), col(VisitRow.entered_at) < limit)
            count += _count(session.execute(old))
    return count


def oldest_visit(database: Database) -> datetime | None:
    """When a visit of the oldest day that has any began."""
    with database.reading() as session:
        if database.is_sqlite:
            return min((first for _, first in _first_visits(session)), default=None)
        tables = [partition_name(day) for day in days_with_partitions(database)]
        stray: datetime | None = session.execute(
            text("SELECT min(entered_at) FROM visits_default")
        ).scalar_one()
        for table in tables:
            # The name is made from a date, never from input.
            any_row = text(f"SELECT entered_at FROM {table} LIMIT 1")  # noqa: S608
            found: datetime | None = session.execute(any_row).scalar()
            if found is not None:
                return min(found, stray or found)
        return stray


def _first_visits(session: Session) -> list[tuple[object, datetime]]:
    """Every venue that has visits, with the first of them: two look-ups a venue, however many visits."""
    table = VisitRow.__table__.c  # type: ignore[attr-defined]
    venues = select(func.min(table.venue).label("venue")).cte("venues", recursive=True)
    after = select(func.min(table.venue)).where(table.venue > venues.c.venue).scalar_subquery()
    venues = venues.union_all(select(after).where(venues.c.venue.is_not(None)))
    first = select(func.min(table.entered_at)).where(table.venue == venues.c.venue).scalar_subquery()
    rows = session.execute(select(venues.c.venue, first).where(venues.c.venue.is_not(None)))
    return [(venue, entered) for venue, entered in rows]


def _count(result: object) -> int:
    return cast("CursorResult[Any]", result).rowcount
