"""One schema spread over many machines by Citus: which table lies where, and how it gets there.

Three kinds of tables. *Distributed* ones are cut by one column into shards. *Reference* tables are the same
on every machine, so that each shard can be joined with them. *Local* ones stay on the coordinator: Citus
takes no table with a trigger, and triggers keep audit and releases from being changed. Reasons stand in
docs/scaling.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from app.store import histories
from app.store.db import Database
from app.store.tables import metadata

DISTRIBUTED: Final = {
    "visits": "venue",
    histories.TABLE: "pseudonym",
    "sealed_contacts": "person",
    "exposures": "trace",
    "event_exposures": "trace",
    "trace_lists": "trace",
}
"""By which column each is cut. Every unique key of such a table holds its column."""
LOCAL: Final = frozenset({"audit", "audit_head", "map_releases"})


class CoordinatorUnknown(RuntimeError):
    """Citus has not been told its coordinator, without which local and reference tables cannot be joined."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table lies from now on."""

    table: str
    column: str | None
    """None: a reference table."""


def reference_tables() -> list[str]:
    """All other tables, each after those that it points to."""
    return [
        table.name
        for table in metadata.sorted_tables
        if table.name not in DISTRIBUTED and table.name not in LOCAL
    ]


def distribute(database: Database, *, shards: int) -> list[Placed] | None:
    """Place every table that has no place yet; returns those, or None where the extension is missing.

    Each table moves in a transaction of its own: what was interrupted goes on when it is run again.

    Raises:
        CoordinatorUnknown: `citus_set_coordinator_host` has to be called first.
    """
    if database.is_sqlite:
        return None
    with database.engine.connect() as connection:
        if not _citus(connection):
            return None
        if not connection.execute(text("SELECT count(*) FROM pg_dist_node WHERE groupid = 0")).scalar_one():
            raise CoordinatorUnknown
    histories.make(database)
    return list(_place(database, shards))


def _place(database: Database, shards: int) -> Iterator[Placed]:
    placed = [Placed(table, None) for table in reference_tables()]
    placed += [Placed(table, column) for table, column in DISTRIBUTED.items()]
    for one in placed:
        # Moving rows takes longer than a request may.
        with database.engine.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            if _is_placed(connection, one.table):
                continue
            if one.column is None:
                connection.execute(text("SELECT create_reference_table(:name)"), {"name": one.table})
            else:
                connection.execute(
                    text(
                        "SELECT create_distributed_table(:name, :column, colocate_with => 'none',"
                        " shard_count => :shards)"
                    ),
                    {"name": one.table, "column": one.column, "shards": shards},
                )
        yield one


def _citus(connection: Connection) -> bool:
    found = connection.execute(text("SELECT to_regproc('create_distributed_table')")).scalar_one()
    return found is not None


def _is_placed(connection: Connection, table: str) -> bool:
    query = text("SELECT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = to_regclass(:name))")
    return bool(connection.execute(query, {"name": table}).scalar_one())
