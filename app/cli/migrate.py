"""The schema."""

from __future__ import annotations

from app.settings import Settings
from app.store import migrate as migrations
from app.store.db import open_database


def migrate() -> None:
    """Bring the database to the newest schema."""
    database = open_database(Settings().database_url)
    migrations.upgrade(database)
    print(f"Schema {migrations.revision(database)}")
    database.close()
