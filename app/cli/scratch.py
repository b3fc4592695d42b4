"""An installation to measure on: thrown away afterwards, or kept where a crowd was loaded to stay."""

from __future__ import annotations

from pathlib import Path

from app.main import install
from app.settings import Settings
from app.store import city, migrate
from app.store.db import open_database
from app.web.state import Installation

_KEYS = "crowd_keys"
"""The fact that says where the key store of a kept crowd is."""


class NoCrowd(RuntimeError):
    """No crowd was loaded into this database to be kept."""


def scratch(folder: Path, url: str | None = None) -> Installation:
    """An installation with its keys in this folder, and its database too unless a URL says where."""
    settings = Settings(database_url=url or f"sqlite:///{folder / 'ghe.db'}", keys=folder / "keys")
    database = open_database(settings.database_url)
    migrate.upgrade(database)
    database.close()
    return install(settings)


def keep_crowd(ghe: Installation) -> None:
    """Write into the database where its keys are, so that `kept_crowd` finds them."""
    with ghe.database.writing() as session:
        city.save_fact(session, _KEYS, str(ghe.settings.keys.resolve()), now=ghe.clock())


def kept_crowd(url: str) -> Installation:
    """The installation that `ghe bench load --keep` left behind; `crowd_of` tells what is in it.

    Raises:
        NoCrowd: it left none here.
    """
    database = open_database(url)
    migrate.require_newest(database)
    with database.reading() as session:
        folder = city.fact(session, _KEYS)
    database.close()
    if folder is None:
        raise NoCrowd(f"{url} holds no crowd: ghe bench load --url {url} --keep")
    return install(Settings(database_url=url, keys=Path(folder)))
