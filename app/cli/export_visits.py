"""`ghe export-visits --parquet FOLDER`: the stays of some days as files, for tracing elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.importing import utc_now
from app.settings import Settings
from app.store import city, migrate
from app.store.db import Database, open_database
from app.usecases import export_visits as use_case
from app.usecases.end_exports import end_export
from app.vault.keystore import KeyStore

_Days = Annotated[int, typer.Option(help="How many days, today included.", min=1, max=28)]


def export_visits(
    *,
    parquet: Annotated[Path | None, typer.Option(help="An empty or new folder.", file_okay=False)] = None,
    expire: Annotated[
        Path | None, typer.Option(help="End the export in this folder now.", file_okay=False)
    ] = None,
    days: _Days = 14,
    reason: Annotated[str, typer.Option(help="One word for the record.")] = "tracing",
    shards: Annotated[int, typer.Option(help="Into how many parts the venues are put.", min=1)] = 64,
) -> None:
    """Write the stays of the last days and the cases to be traced to Parquet files, re-keyed, for seven days.

    Inside one export all days of a person carry one pseudonym, or nothing could be traced: who holds the
    files can follow a person from day to day, though not tell who it is. Keep them as you keep keys. After
    seven days 'ghe retention' destroys the export's key and deletes the files where they were written.
    """
    if (parquet is None) == (expire is None):
        raise typer.BadParameter("give --parquet or --expire")
    settings, now = Settings(), utc_now()
    database, keys = open_database(settings.database_url), KeyStore(settings.keys)
    try:
        migrate.require_newest(database)
        if expire is not None:
            ended = end_export(database, keys, expire.resolve(), now=now)
            print(f"Export {ended} has ended: its key is gone and its files in {expire} are deleted.")
            print("Copies and results elsewhere are yours to delete.")
            return
        with database.reading() as session:
            policy = city.policy(session)
        made = use_case.export_visits(
            database,
            keys,
            parquet or Path(),
            days=days,
            reason=reason,
            away_from=[settings.keys, *_beside(database)],
            policy=policy,
            now=now,
            shards=shards,
        )
    except ValueError as refused:
        typer.echo(f"{refused}. Nothing was changed.", err=True)
        raise typer.Exit(1) from refused
    finally:
        database.close()
    print(f"{made.stays:,} stays of {made.persons:,} persons at {made.venues:,} venues, {made.cases:,} cases")
    print(f"written to {parquet}. The export ends at {made.expires_at:%Y-%m-%d %H:%M} UTC.")


def _beside(database: Database) -> list[Path]:
    """The folder of a SQLite file."""
    file = database.engine.url.database
    return [Path(file).parent] if database.is_sqlite and file else []
