"""One command each for what an operator does."""

from __future__ import annotations

import sys

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.cli import (
    basemap,
    cards,
    demo,
    diseases,
    distribute,
    export_visits,
    imports,
    keys,
    officials,
    operations,
    policy,
    posters,
    releases,
    results,
    risk_levels,
    run,
    serving,
    trace_city,
)
from app.cli.lazily import Lazily
from app.settings import Settings
from app.store import migrate as migrations
from app.store.db import open_database
from app.store.lock import AlreadyServed
from app.store.sqlite import SqliteTooOld

cli = typer.Typer(
    name="ghe",
    cls=Lazily,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Check-in for a whole city.",
)
cli.add_typer(imports.imports, name="import")
cli.command("run")(run.run)
cli.command("serve")(serving.serve)
cli.command("demo")(demo.demo)
cli.add_typer(policy.policy)
cli.add_typer(diseases.disease)
cli.add_typer(risk_levels.levels)
cli.add_typer(keys.keys)
cli.add_typer(cards.cards)
cli.add_typer(operations.backup)
cli.add_typer(operations.restore)
cli.command("basemap")(basemap.basemap)
cli.command("posters")(posters.posters)
cli.command("release")(releases.release)
cli.command("export-visits")(export_visits.export_visits)
cli.command("trace-city")(trace_city.trace_city)
cli.command("distribute")(distribute.distribute)
cli.command("retention")(operations.retention)
cli.command("test-results", help=results.HELP)(results.test_results)
cli.command("add-official")(officials.add_official)
cli.command("verify-audit")(officials.check_audit)
cli.command("audit-checkpoint")(officials.audit_checkpoint)


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    database = open_database(Settings().database_url)
    migrations.upgrade(database)
    print(f"Schema {migrations.revision(database)}")
    database.close()


def main() -> None:
    """Start here. What an operator can mend is one line, not a traceback."""
    try:
        cli()
    except migrations.NotMigrated as fault:
        sys.exit(f"{fault}. Run: ghe migrate")
    except AlreadyServed as fault:
        sys.exit(f"Another server has this database open ({fault}). Stop it first.")
    except SqliteTooOld as fault:
        sys.exit(f"SQLite {fault} has a bug that can corrupt data. Install the package pysqlite3, or 3.51.3.")
    except ValidationError as fault:
        sys.exit("\n".join(_told(error) for error in fault.errors()))


def _told(error: ErrorDetails) -> str:
    """A wrong setting in one line, by the name an operator knows it under."""
    name = "".join(f"GHE_{str(part).upper()}: " for part in error["loc"])
    return name + error["msg"].removeprefix("Value error, ")
