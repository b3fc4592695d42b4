"""Where the bytes of a visit go: its row and each index, over all partitions."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from app.store.db import Database, Session

Sizes = dict[str, int]
"""Bytes of the rows and of each index."""

_ROWS: Final = "SELECT sum(pg_table_size(inhrelid)) FROM pg_inherits WHERE inhparent = 'visits'::regclass"
_INDEXES: Final = """
    SELECT indisprimary, sum(pg_relation_size(indexrelid))
    FROM pg_index JOIN pg_inherits ON inhrelid = indrelid WHERE inhparent = 'visits'::regclass GROUP BY 1
"""
_INDEX_NAMES: Final = {True: "primary key", False: "other indexes"}


def sizes(database: Database) -> Sizes:
    """What all visits take, with everything that goes with them."""
    if database.is_sqlite:
        with database.writing() as session:
            found = _sqlite_sizes(session)
            session.rollback()
        return found
    with database.reading() as session:
        indexes = {_INDEX_NAMES[first]: int(size) for first, size in session.execute(text(_INDEXES))}
        return {"rows": int(session.execute(text(_ROWS)).scalar_one()), **indexes}


def _sqlite_sizes(session: Session) -> Sizes:
    """Pages come free when a tree is taken away: so many it had. The caller rolls back.

    The rows stand in the primary key's tree.
    """

    def free() -> int:
        return int(session.execute(text("PRAGMA freelist_count")).scalar_one())

    page = int(session.execute(text("PRAGMA page_size")).scalar_one())
    counts = [free()]
    session.execute(text("PRAGMA secure_delete=OFF"))  # nothing is really deleted, so nothing is overwritten
    for statement in ("DROP INDEX ix_visits_pseudonym", "DROP TABLE visits"):
        session.execute(text(statement))
        counts.append(free())
    session.execute(text("PRAGMA secure_delete=ON"))
    return {
        "rows and primary key": (counts[2] - counts[1]) * page,
        "other indexes": (counts[1] - counts[0]) * page,
    }
