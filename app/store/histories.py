"""Where a pseudonym's visits lie, on a database that is cut by venue: the person-keyed copy.

A visit's full key, by pseudonym. With it a history is asked of one machine, and its visits of those that hold
them; without it every machine would have to search. It exists only where `ghe distribute` made it: a single
database has an index for this. It holds nothing that changes, so corrections and withdrawals pass it by, and
it dies with the visits of its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Column, DateTime, MetaData, Pool, Table, delete, select, text
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

from app.domain.ids import Pseudonym, VenueId, VisitId
from app.domain.visits import Visit
from app.store import same_day_sql
from app.store.bulk import batched
from app.store.db import Database

TABLE: Final = "histories"
_VALUES_A_QUERY: Final = 5000
_ID = postgresql.UUID(as_uuid=True)
_HISTORIES: Final = Table(
    TABLE,
    MetaData(),
    Column("pseudonym", _ID, primary_key=True),
    Column("entered_at", DateTime(timezone=True), primary_key=True),
    Column("id", _ID, primary_key=True),
    Column("venue", _ID, nullable=False),
    postgresql_partition_by="RANGE (entered_at)",
)


_KEPT: Final[WeakKeyDictionary[Pool, bool]] = WeakKeyDictionary()


def make(database: Database) -> None:
    """Make the copy and fill it from the visits, once; PostgreSQL only."""
    with database.engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        if connection.execute(text("SELECT to_regclass('histories')")).scalar_one() is not None:
            return
        # A visit that came in between would be missing from the copy for ever.
        connection.execute(text("LOCK TABLE visits IN SHARE MODE"))
        for statement in same_day_sql.GIVE_UP:
            connection.execute(text(statement))
        _HISTORIES.create(connection)
        connection.execute(text("CREATE TABLE histories_default PARTITION OF histories DEFAULT"))
        bounds = connection.execute(
            text(
                "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i "
                "JOIN pg_class c ON c.oid = i.inhrelid "
                "WHERE i.inhparent = 'visits'::regclass AND c.relname <> 'visits_default'"
            )
        ).all()
        for name, bound in bounds:
            # DDL takes no bound parameters; name and bound are the catalogue's own, never from input.
            connection.execute(
                text(f"CREATE TABLE {TABLE}{name.removeprefix('visits')} PARTITION OF {TABLE} {bound}")
            )
        connection.execute(text("INSERT INTO histories SELECT pseudonym, entered_at, id, venue FROM visits"))


def kept(session: Session) -> bool:
    """Whether this database has the copy: asked of the catalogue once for each pool of connections.

    `ghe distribute` makes it while the service stands still.
    """
    engine = session.get_bind().engine
    if engine.pool not in _KEPT:
        _KEPT[engine.pool] = engine.dialect.name == "postgresql" and (
            session.execute(text("SELECT to_regclass('histories')")).scalar_one() is not None
        )
    return _KEPT[engine.pool]


def delete_of(session: Session, pseudonyms: Sequence[Pseudonym]) -> None:
    """Forget where the visits of these pseudonyms lay."""
    session.execute(delete(_HISTORIES).where(_HISTORIES.c.pseudonym.in_(pseudonyms)))


def add(session: Session, new: Sequence[Visit]) -> None:
    """Keep where new visits lie; in the transaction that keeps the visits."""
    rows = [
        {"pseudonym": visit.pseudonym, "entered_at": visit.entered_at, "id": visit.id, "venue": visit.venue}
        for visit in new
    ]
    if rows:
        session.execute(postgresql.insert(_HISTORIES).on_conflict_do_nothing(), rows)


def keys_of(session: Session, pseudonyms: Iterable[Pseudonym]) -> set[tuple[VenueId, VisitId]]:
    """The full keys of all visits under these pseudonyms; a query for each five thousand."""
    found: set[tuple[VenueId, VisitId]] = set()
    for some in batched(set(pseudonyms), _VALUES_A_QUERY):
        rows = session.execute(
            select(_HISTORIES.c.venue, _HISTORIES.c.id).where(_HISTORIES.c.pseudonym.in_(some))
        )
        found |= {(VenueId(venue), VisitId(visit)) for venue, visit in rows}
    return found
