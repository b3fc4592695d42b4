"""Takes the test results of followed contacts away, for fitting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from app.settings import Settings
from app.store import migrate
from app.store.db import open_database
from app.usecases import export_test_results
from app.usecases.write_table import as_csv

HELP: Final = (
    "Write the test results of followed contacts to a CSV, without person, case or place.\n\n"
    "One line a result. The columns:\n\n\b\n"
) + "\n".join(f"{name}: {what}" for name, what in export_test_results.COLUMNS.items())


def test_results(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
) -> None:
    """Write them; what the command says of itself takes the place of this."""
    if file.exists():
        raise typer.BadParameter(f"{file} exists already", param_hint="FILE")
    database = open_database(Settings().database_url)
    try:
        migrate.require_newest(database)
        with database.reading() as session:
            table = export_test_results.export_test_results(session)
    finally:
        database.close()
    with file.open("xb") as target:
        target.write(as_csv(table))
    print(f"{len(table.rows)} results written to {file}.")


test_results.__doc__ = HELP
