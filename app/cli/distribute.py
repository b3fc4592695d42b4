"""Spread the database over many machines."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from app.settings import Settings
from app.store import migrate
from app.store.db import open_database
from app.store.distribution import CoordinatorUnknown
from app.store.distribution import distribute as place

_SHARDS = 32


def distribute(
    shards: Annotated[
        int, typer.Option(min=1, help="Parts that each large table is cut into: twice the machines' cores.")
    ] = _SHARDS,
) -> None:
    """Spread the tables over the machines of a Citus cluster, those that have no place yet.

    Stop the service first: what it writes meanwhile would miss the person-keyed copy.
    """
    database = open_database(Settings().database_url)
    migrate.require_newest(database)
    try:
        placed = place(database, shards=shards)
    except CoordinatorUnknown:
        sys.exit("Citus does not know its coordinator. Run on it: SELECT citus_set_coordinator_host('host');")
    finally:
        database.close()
    if placed is None:
        print("Nothing to do: this database has no Citus.")
        return
    for one in placed:
        print(f"{one.table}: {f'cut by {one.column}' if one.column else 'on every machine'}")
    print("Every table has its place." if placed else "Nothing to do: every table has its place.")
