"""`ghe trace-city`: every open case of the city at once, here, or from an export by several processes."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Annotated

import typer

from app.cli.city_cluster import Certificates
from app.cli.importing import utc_now
from app.cli.terminal import progress_bars
from app.cli.trace_exported import trace_exported
from app.settings import Settings
from app.store import city, migrate
from app.store.db import Database, open_database
from app.usecases import trace_city as use_case
from app.usecases.trace_city import Traced
from app.vault.keystore import KeyStore

_Out = Annotated[Path, typer.Option(help="A new folder, or that of an earlier run.", file_okay=False)]
_Pem = Annotated[Path | None, typer.Option(help="For a scheduler at tls://, in PEM.", dir_okay=False)]


def trace_city(
    *,
    out: _Out,
    reason: Annotated[str, typer.Option(help="One word for the record.")] = "tracing",
    source: Annotated[
        Path | None, typer.Option("--from", help="Trace the cases of this export instead.", file_okay=False)
    ] = None,
    scheduler: Annotated[str | None, typer.Option(help="With --from: a Dask scheduler that runs.")] = None,
    workers: Annotated[int, typer.Option(help="With --from: processes of our own.", min=1)] = 2,
    ca: _Pem = None,
    cert: _Pem = None,
    key: _Pem = None,
) -> None:
    """Trace all open cases at once and write who was with whom to Parquet files, for seven days.

    Opens the pseudonyms of all days that the cases' visits fall on, on the record. Run it again with the same
    folder, the next day or later: only what has changed is read and counted. Nobody becomes a contact by it:
    officials decide that, case by case. Keep the files as you keep keys.
    """
    if source is not None:
        given = None if ca is None or cert is None or key is None else Certificates(ca, cert, key)
        trace_exported(source, out, scheduler=scheduler, workers=workers, certificates=given)
        return
    settings, now = Settings(), utc_now()
    database, keys = open_database(settings.database_url), KeyStore(settings.keys)
    try:
        migrate.require_newest(database)
        with database.reading() as session:
            policy = city.policy(session)
        with progress_bars() as bars:
            done = use_case.trace_city(
                database,
                keys,
                out,
                reason=reason,
                away_from=[settings.keys, *_beside(database)],
                policy=policy,
                now=now,
                progress=lambda what, share: bars(share, what),
            )
    except ValueError as refused:
        typer.echo(f"{refused}. Nothing was traced.", err=True)
        raise typer.Exit(1) from refused
    finally:
        database.close()
    _say(done, out)


def _say(done: Traced, out: Path) -> None:
    steps = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in done.seconds.items())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{done.cases:,} cases, {done.counted:,} of them counted anew; {len(done.days_read)} days read.")
    print(f"{done.stays:,} stays, {done.pairs:,} pairs, {done.contacts:,} persons listed.")
    print(f"{steps}; peak memory {peak:,.0f} MB.")
    print(f"Written to {out}. It ends at {done.expires_at:%Y-%m-%d %H:%M} UTC.")


def _beside(database: Database) -> list[Path]:
    """The folder of a SQLite file."""
    file = database.engine.url.database
    return [Path(file).parent] if database.is_sqlite and file else []
