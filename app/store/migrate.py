"""Brings a database to the newest schema and keeps a partition ready for every day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from app.domain.spans import day_span, local_day
from app.store.db import Database

# In a checkout the scripts stand at the top; a wheel carries them here, away from the library of that name.
_SCRIPTS = next(
    folder
    for folder in (Path(__file__).parents[2] / "alembic", Path(__file__).parent / "alembic")
    if (folder / "versions").is_dir()
)
_DAYS_BACK, _DAYS_AHEAD = 3, 7
_ADVISORY_LOCK = 0x67686500  # one process at a time makes partitions


class NotMigrated(RuntimeError):
    """The database is not at the revision that this program needs."""


def require_newest(database: Database) -> None:
    """Let work begin.

    Raises:
        NotMigrated: the schema is older or newer than this program.
    """
    if (found := revision(database)) != newest():
        raise NotMigrated(f"the database is at revision {found or 'none'}, this program needs {newest()}")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision that this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101 - there is a first migration
    return head


def revision(database: Database) -> str | None:
    """The revision that the database has; None before the first migration."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that are missing, all or none."""
    with database.engine.execution_options(writing=True).begin() as connection:
        command.upgrade(_config(connection), to)


def downgrade(database: Database, to: str) -> None:
    """Take migrations back, with what they kept. For tests; an operator restores a backup."""
    with database.engine.execution_options(writing=True).begin() as connection:
        command.downgrade(_config(connection), to)


def differences(database: Database) -> list[object]:
    """Where the migrated schema and the tables of this program differ; empty when they agree."""
    from alembic.autogenerate import compare_metadata

    from app.store.tables import metadata

    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": _not_a_partition, "compare_type": False}
        )
        return list(compare_metadata(context, metadata))


def _not_a_partition(_item: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:  # noqa: FBT001
    return not (kind == "table" and reflected and (name or "").startswith("visits_"))


def partition_name(day: date) -> str:
    """The table that holds a local day's visits."""
    return f"visits_{day:%Y%m%d}"


def ensure_partitions(database: Database, zone: ZoneInfo, *, now: datetime, back: int = _DAYS_BACK) -> None:
    """Make the partitions from `back` days ago to a week ahead; nothing to do on SQLite.

    A row without a partition of its own falls into `visits_default` rather than fail its whole batch, and
    `/readyz` says so.
    """
    if database.is_sqlite:
        return
    today = local_day(now, zone)
    with database.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        there = set(inspect(connection).get_table_names())
        if "visits_default" not in there:
            connection.execute(text("CREATE TABLE visits_default PARTITION OF visits DEFAULT"))
        for offset in range(-back, _DAYS_AHEAD + 1):
            day = today + timedelta(days=offset)
            if partition_name(day) not in there:
                _make_partition(connection, day, zone)


def _make_partition(connection: Connection, day: date, zone: ZoneInfo) -> None:
    # DDL takes no bound parameters; both values are made here from a date, never from input.
    span = day_span(day, zone)
    connection.execute(
        text(
            f"CREATE TABLE {partition_name(day)} PARTITION OF visits "
            f"FOR VALUES FROM ('{span.start.isoformat()}') TO ('{span.end.isoformat()}')"
        )
    )


def days_with_partitions(database: Database) -> list[date]:
    """The local days that have a partition, in order; empty on SQLite."""
    names = inspect(database.engine).get_table_names() if not database.is_sqlite else []
    return sorted(
        datetime.strptime(name, "visits_%Y%m%d").date()  # noqa: DTZ007 - a name, not a time
        for name in names
        if name.startswith("visits_") and name != "visits_default"
    )


def partitions_ready(database: Database, today: date) -> bool:
    """Whether today has a partition and none of its rows fell beside it; always so on SQLite."""
    if database.is_sqlite:
        return True
    with database.engine.connect() as connection:
        astray = connection.execute(text("SELECT EXISTS (SELECT 1 FROM visits_default)")).scalar_one()
    return not astray and today in days_with_partitions(database)
