"""An installation to measure on, thrown away afterwards."""

from __future__ import annotations

from pathlib import Path

from app.main import install
from app.settings import Settings
from app.store import migrate
from app.store.db import open_database
from app.web.state import Installation


def scratch(folder: Path) -> Installation:
    """An empty installation in this folder."""
    settings = Settings(database_url=f"sqlite:///{folder / 'ghe.db'}", keys=folder / "keys")
    database = open_database(settings.database_url)
    migrate.upgrade(database)
    database.close()
    return install(settings)
