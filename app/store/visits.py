"""Visits, by venue and time or by a day's pseudonym. Nothing here knows a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, tuple_, update
from sqlmodel import Session, col, select

from app.domain.assurance import Assurance
from app.domain.ids import Pseudonym, VenueId, VisitId, ZoneId, entered_at
from app.domain.spans import Span
from app.domain.visits import Visit
from app.store import histories
from app.store.bulk import batched
from app.store.direct import direct, readers
from app.store.tables import VisitRow
from app.store.visit_rows import COLUMN_NAMES, COLUMNS, texts_of, values_of, visit_of

_VENUES_A_QUERY = 100
_VALUES_A_QUERY = 5000

# Names and types of ours; what is kept goes beside the statement.
GIVEN_POSTGRES: Final = (
    f"INSERT INTO visits ({COLUMN_NAMES}) "  # noqa: S608
    f"SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in COLUMNS.values())})"
)
"""Takes `columns_of`; what becomes of those that are kept already is left to say."""
_ADD_POSTGRES: Final = f"{GIVEN_POSTGRES} ON CONFLICT DO NOTHING"
_ADD_SQLITE: Final = (
    f"INSERT INTO visits ({COLUMN_NAMES}) VALUES ({', '.join('?' * len(COLUMNS))}) ON CONFLICT DO NOTHING"  # noqa: S608
)


def add(session: Session, new: Sequence[Visit]) -> int:
    """Keep visits; one that is already kept stays as it is. How many were new.

    One array a column on PostgreSQL, as text that we write ourselves: per row 6 us of this process and 10 to
    15 of the server. Measured beside it in batches of 64: rows as VALUES 23 and 12, the driver's own arrays
    13 and 14, executemany 12 and 25, COPY into a temporary table 10 and 100 or more. On SQLite the driver
    takes all rows in one call.
    """
    if not new:
        return 0
    there = direct(session)
    if there.sqlite:
        return there.do_each(_ADD_SQLITE, [values_of(visit) for visit in _in_order(new)])
    if histories.kept(session):
        histories.add(session, _in_order(new))
    return there.do(_ADD_POSTGRES, *columns_of(new))


def columns_of(new: Iterable[Visit]) -> list[str]:
    """Visits as PostgreSQL's arrays, one a column; none for nobody."""
    columns = zip(*map(texts_of, _in_order(new)), strict=True)
    return [f"{{{','.join(column)}}}" for column in columns]


def _in_order(new: Iterable[Visit]) -> list[Visit]:
    """In one order, so that two processes with the same visits wait for each other and never in a circle."""
    return sorted(new, key=_full_key)


def _full_key(visit: Visit) -> tuple[int, int]:
    return visit.venue.int, visit.id.int  # the id begins with the time of entry


_AT: Final = f"""
    SELECT {COLUMN_NAMES} FROM visits
    WHERE venue {{in_ids}} AND pseudonym {{in_ids}} AND entered_at >= {{value}} AND entered_at < {{value}}
"""  # noqa: S608 - names of ours


def of_pseudonyms_at(
    session: Session, pseudonyms: Iterable[Pseudonym], venues: Iterable[VenueId], during: Span
) -> list[Visit]:
    """The visits under these pseudonyms at these venues that began during the span, in any order; one query.

    The span leaves most partitions unread: a pseudonym is one of a day.
    """
    there = direct(session)
    rows = there.ask(
        _AT,
        there.ids(venues),
        there.ids(pseudonyms),
        there.moment(during.start),
        there.moment(during.end),
    )
    return [visit_of(row, *readers(sqlite=there.sqlite)) for row in rows]


def save(session: Session, visit: Visit) -> None:
    """Keep what changed about a visit: its end, its correction, its company, its withdrawal, its version."""
    row = session.get_one(VisitRow, (visit.venue, visit.entered_at, visit.id))
    row.left_at, row.withdrawn_at, row.version = visit.left_at, visit.withdrawn_at, visit.version
    row.companions, row.children, row.flags = visit.companions, visit.children, visit.flags
    row.correction, row.first_left_at = visit.correction, visit.first_left_at
    session.flush()


def add_many(session: Session, new: Iterable[Visit]) -> int:
    """Keep a great many visits, ten thousand a statement; returns how many were given."""
    count = 0
    for some in batched(new, 10_000):
        add(session, some)
        count += len(some)
    return count


def end_many(session: Session, ends: Iterable[tuple[VenueId, VisitId, datetime]]) -> None:
    """Check out many visits that are still open."""
    table = VisitRow.__table__  # type: ignore[attr-defined]
    statement = (
        update(table)
        .where(
            table.c.venue == bindparam("of_venue"),
            table.c.entered_at == bindparam("at"),
            table.c.id == bindparam("of_visit"),
            table.c.left_at.is_(None),
        )
        .values(left_at=bindparam("left"), version=table.c.version + 1)
    )
    for some in batched(ends, 5_000):
        session.execute(
            statement,
            [{"of_venue": v, "at": entered_at(i), "of_visit": i, "left": left} for v, i, left in some],
        )


def get(session: Session, venue: VenueId, visit: VisitId) -> Visit | None:
    """One visit, by its full key: the time of entry is inside the id."""
    row = session.get(VisitRow, (venue, entered_at(visit), visit))
    return None if row is None else _visit(row)


def by_keys(
    session: Session, keys: Iterable[tuple[VenueId, VisitId]]
) -> dict[tuple[VenueId, VisitId], Visit]:
    """The visits with these full keys, those that exist, in one query."""
    wanted = [(venue, entered_at(visit), visit) for venue, visit in keys]
    full_key = tuple_(col(VisitRow.venue), col(VisitRow.entered_at), col(VisitRow.id))
    rows = session.exec(select(VisitRow).where(full_key.in_(wanted))) if wanted else ()
    return {(VenueId(row.venue), VisitId(row.id)): _visit(row) for row in rows}


def of_pseudonyms(session: Session, pseudonyms: Iterable[Pseudonym]) -> list[Visit]:
    """All visits under these pseudonyms, by time of entry, withdrawn ones included.

    One query for each five thousand pseudonyms: both databases limit how many values a statement may carry.
    """
    if histories.kept(session):
        return sorted(
            by_keys(session, histories.keys_of(session, pseudonyms)).values(),
            key=lambda visit: (visit.entered_at, visit.id),
        )
    found: list[Visit] = []
    for some in batched(set(pseudonyms), _VALUES_A_QUERY):
        rows = session.exec(select(VisitRow).where(col(VisitRow.pseudonym).in_(some)))
        found += [_visit(row) for row in rows]
    return sorted(found, key=lambda visit: (visit.entered_at, visit.id))


def at_venues(
    session: Session, windows: Iterable[tuple[VenueId, Span]], *, longest_stay: timedelta
) -> list[Visit]:
    """All visits that may reach into the windows of venues, in one query a hundred windows.

    A visit that began up to the longest stay before the window may still reach into it: that bound is what
    keeps the search on the index. Withdrawn visits are included; `stays` leaves them out.
    """
    found: list[Visit] = []
    for some in batched(sorted(windows), _VENUES_A_QUERY):
        where = or_(
            *(
                and_(
                    col(VisitRow.venue) == venue,
                    col(VisitRow.entered_at) >= window.start - longest_stay,
                    col(VisitRow.entered_at) < window.end,
                )
                for venue, window in some
            )
        )
        found += [_visit(row) for row in session.exec(select(VisitRow).where(where))]
    return found


def present(session: Session, venue: VenueId, during: Span) -> int:
    """How many guests came to a venue during the span and have neither left nor withdrawn.

    With those who came along; without staff on their shift.
    """
    people, companions = session.exec(
        select(
            func.count(func.distinct(VisitRow.pseudonym)), func.coalesce(func.sum(VisitRow.companions), 0)
        ).where(_still_there(venue, during), VisitRow.assurance != Assurance.STAFF)
    ).one()
    return int(people) + int(companions)


def on_shift(session: Session, venue: VenueId, during: Span) -> int:
    """How many of a venue's staff began a shift during the span and have not ended it."""
    return session.exec(
        select(func.count(func.distinct(VisitRow.pseudonym))).where(
            _still_there(venue, during), VisitRow.assurance == Assurance.STAFF
        )
    ).one()


def _still_there(venue: VenueId, during: Span) -> ColumnElement[bool]:
    return and_(
        col(VisitRow.venue) == venue,
        col(VisitRow.entered_at) >= during.start,
        col(VisitRow.entered_at) < during.end,
        col(VisitRow.left_at).is_(None),
        col(VisitRow.withdrawn_at).is_(None),
    )


def _visit(row: VisitRow) -> Visit:
    return Visit(
        venue=VenueId(row.venue),
        id=VisitId(row.id),
        pseudonym=Pseudonym(row.pseudonym),
        assurance=row.assurance,
        received_at=row.received_at,
        basis=row.basis,
        zone=None if row.zone is None else ZoneId(row.zone),
        flags=row.flags,
        left_at=row.left_at,
        withdrawn_at=row.withdrawn_at,
        version=row.version,
        companions=row.companions,
        children=row.children,
        correction=row.correction,
        first_left_at=row.first_left_at,
    )
