"""What an operator does beside running the service: back up, restore, end retention."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.main import install
from app.settings import Settings
from app.store.db import open_database
from app.store.snapshot import ToolMissing
from app.usecases import back_up_database, back_up_keys
from app.usecases.keep_retention import RetentionHeld, keep_retention

backup = typer.Typer(
    name="backup", no_args_is_help=True, help="Copy the database, or the key store: keep the two apart."
)
restore = typer.Typer(name="restore", no_args_is_help=True, help="Put a copy back into an empty place.")

Target = Annotated[Path, typer.Argument(help="The file to write; it must not exist.")]
Source = Annotated[Path, typer.Argument(help="The file a backup wrote.", exists=True, dir_okay=False)]


@backup.command("database")
def backup_database(target: Target) -> None:
    """Copy the database while the service runs."""
    database = open_database(Settings().database_url)
    with _saying_what_is_wrong():
        back_up_database.back_up_database(database, target)
    database.close()
    print(f"Database copied to {target} ({target.stat().st_size / 1e6:.1f} MB).")


@backup.command("keys")
def backup_keys(target: Target) -> None:
    """Copy the key store. Delete old copies on time: they open what retention has closed."""
    settings = Settings()
    with _saying_what_is_wrong():
        back_up_keys.back_up_keys(settings.keys, target)
    print(f"Key store copied to {target}. Keep it away from the database's copies, and no longer than")
    print("the retention time: with both, destroyed days open again.")


@restore.command("database")
def restore_database(source: Source) -> None:
    """Put a database back where GHE_DATABASE_URL points."""
    with _saying_what_is_wrong():
        back_up_database.restore_database(source, Settings().database_url)
    print("Database restored. Run 'ghe migrate', then 'ghe retention'.")


@restore.command("keys")
def restore_keys(source: Source) -> None:
    """Put the key store back where GHE_KEYS points."""
    with _saying_what_is_wrong():
        back_up_keys.restore_keys(source, Settings().keys)
    print("Key store restored. Run 'ghe retention': it destroys the days that have ended since.")


def retention(
    *,
    clock_is_right: Annotated[
        bool,
        typer.Option("--clock-is-right", help="You have compared this machine's clock with another one."),
    ] = False,
) -> None:
    """Destroy what has left retention, and say how late the oldest visit is."""
    ghe = install(Settings())
    ended = keep_retention(
        ghe.database, ghe.keys, policy=ghe.policy, now=datetime.now(UTC), clock_is_right=clock_is_right
    )
    ghe.recorder.stop()
    ghe.database.close()
    if isinstance(ended, RetentionHeld):
        print(ended)
        raise typer.Exit(1)
    print(f"Retention {ghe.policy.retention_days} days.")
    print(f"Keys destroyed: {len(ended.key_days)} days. Visits deleted: {ended.visits}.")
    print(f"Partitions dropped: {len(ended.partitions)}. Sealed contacts deleted: {ended.sealed_contacts}.")
    print(f"Closed cases emptied: {ended.cases}. Traces of events deleted: {ended.event_traces}.")
    print(f"Cards deleted: {ended.cards}. Card keys destroyed: {len(ended.card_keys)}.")
    print(f"Exports of visits ended: {ended.exports}.")
    print(f"Lag: {ended.lag_days} days.")
    raise typer.Exit(1 if ended.lag_days else 0)


@contextmanager
def _saying_what_is_wrong() -> Iterator[None]:
    """Turn a refusal into one line and exit code 1."""
    try:
        yield
    except back_up_database.TargetExists as taken:
        print(f"There is something at {taken} already. Nothing was changed.")
        raise typer.Exit(1) from taken
    except (ToolMissing, ValueError) as fault:
        print(f"{fault}. Nothing was changed.")
        raise typer.Exit(1) from fault
