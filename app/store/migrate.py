"""Brings a database to the newest schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from app.store.db import Database

if TYPE_CHECKING:  # a database that is up to date is left as it is, so a start does without that library
    from alembic.config import Config

# In a checkout the scripts stand at the top; a wheel carries them here, away from the library of that name.
_SCRIPTS = next(
    folder
    for folder in (Path(__file__).parents[2] / "alembic", Path(__file__).parent / "alembic")
    if (folder / "versions").is_dir()
)


class NotMigrated(RuntimeError):
    """The database is not at the revision that this program needs."""


def require_newest(database: Database) -> None:
    """Let work begin.

    Raises:
        NotMigrated: the schema is older or newer than this program.
    """
    if (found := revision(database)) != newest():
        raise NotMigrated(f"the database is at revision {found or 'none'}, this program needs {newest()}")


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision that this program needs: a script's name begins with its number."""
    return max(script.name.partition("_")[0] for script in (_SCRIPTS / "versions").glob("[0-9]*_*.py"))


def revision(database: Database) -> str | None:
    """The revision that the database has; None before the first migration."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that are missing, all or none."""
    if to == "head" and revision(database) == newest():
        return
    from alembic import command

    with database.engine.execution_options(writing=True).begin() as connection:
        if not database.is_sqlite:  # servers that start together take turns
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('ghe migrate'))"))
        command.upgrade(_config(connection), to)


def downgrade(database: Database, to: str) -> None:
    """Take migrations back, with what they kept. For tests; an operator restores a backup."""
    from alembic import command

    with database.engine.execution_options(writing=True).begin() as connection:
        command.downgrade(_config(connection), to)


def differences(database: Database) -> list[object]:
    """Where the migrated schema and the tables of this program differ; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from app.store.tables import metadata

    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": _not_a_partition, "compare_type": False}
        )
        return list(compare_metadata(context, metadata))


def _not_a_partition(_item: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:  # noqa: FBT001
    # Partitions of visits, and the copy that `ghe distribute` makes with its own.
    return not (kind == "table" and reflected and (name or "").startswith(("visits_", "histories")))
