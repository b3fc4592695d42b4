"""One command each for what an operator does."""

from __future__ import annotations

import typer
import uvicorn

from app.main import create_app
from app.settings import Settings
from app.store import migrate as migrations
from app.store.db import open_database

cli = typer.Typer(name="ghe", no_args_is_help=True, add_completion=False, help="Check-in for a whole city.")


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    database = open_database(Settings().database_url)
    migrations.upgrade(database)
    print(f"Schema {migrations.revision(database)}")
    database.close()


@cli.command()
def serve() -> None:
    """Run the service."""
    settings = Settings()
    database = open_database(settings.database_url)
    migrations.upgrade(database)
    database.close()
    uvicorn.run(
        create_app(settings), host=settings.host, port=settings.port, log_level="warning", access_log=False
    )


def main() -> None:
    """Start here."""
    cli()
