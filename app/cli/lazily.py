"""The commands of `ghe`, each imported when it is asked for: help and service wait for no other command."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter


class Where(NamedTuple):
    """Where a command stands, as a function or as a group of its own, and what the list says of it."""

    module: str
    name: str
    help: str


COMMANDS: Final = {
    "run": Where(
        "run",
        "run",
        "Start everything: the database, a demo city in an empty one, the service, a trickle of check-ins.",
    ),
    "serve": Where("serving", "serve", "Run the service."),
    "demo": Where("demo", "demo", "Put a simulated Ho Chi Minh City into an empty database."),
    "migrate": Where("migrate", "migrate", "Bring the database to the newest schema."),
    "import": Where("imports", "imports", "Take in files: a whole file, or nothing of it."),
    "policy": Where(
        "policy",
        "policy",
        "What the city has decided. A running service reads it at its start.",
    ),
    "disease": Where("diseases", "disease", "The profiles by which cases are traced."),
    "risk-levels": Where("risk_levels", "levels", "The decisions that maps of levels go by."),
    "keys": Where(
        "keys",
        "keys",
        "Keys that sign posters, where 'ghe policy set signed_posters yes' asks for it.",
    ),
    "cards": Where("cards", "cards", "Cards for people without a phone."),
    "basemap": Where(
        "basemap",
        "basemap",
        "Put roads and water under the maps. A second time replaces it; --remove takes it away.",
    ),
    "posters": Where(
        "posters",
        "posters",
        "Print posters into one or several PDF files, with a list of which venue is on which page.",
    ),
    "release": Where(
        "releases",
        "release",
        "Release the public map of a week that is over, or of two where one would leave too much untold.",
    ),
    "test-results": Where(
        "results",
        "test_results",
        "Write the test results of followed contacts to a CSV, without person, case or place.",
    ),
    "add-official": Where(
        "officials",
        "add_official",
        "Add an official and print the one-time link that sets up the account.",
    ),
    "verify-audit": Where(
        "officials",
        "check_audit",
        "Walk the audit chain from its first entry; exit 1 and name the first bad entry if it is broken.",
    ),
    "audit-checkpoint": Where("officials", "audit_checkpoint", "Sign where the audit chain ends now."),
    "retention": Where(
        "operations",
        "retention",
        "Destroy what has left retention, and say how late the oldest visit is.",
    ),
    "backup": Where("operations", "backup", "Copy the database, or the key store: keep the two apart."),
    "restore": Where("operations", "restore", "Put a copy back into an empty place."),
    "export-visits": Where(
        "export_visits",
        "export_visits",
        "Write the stays of the last days and the cases to be traced to Parquet files, re-keyed, for "
        "seven days.",
    ),
    "trace-city": Where(
        "trace_city",
        "trace_city",
        "Trace all open cases at once and write who was with whom to Parquet files, for seven days.",
    ),
    "distribute": Where(
        "distribute",
        "distribute",
        "Spread the tables over the machines of a Citus cluster, those that have no place yet.",
    ),
    "bench": Where("bench", "bench", "Measure on scratch databases; nothing of yours is touched."),
    "evaluate": Where("evaluate", "evaluate", "Mark the methods against known truths."),
}
"""In the order of the help."""


class Lazily(TyperGroup):
    """A group whose commands are those of `COMMANDS`."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - the framework's signature
        """All names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command, imported now."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = _command(cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The list, without importing any of them."""
        listed: dict[str, Command] = {
            name: TyperCommand(name, help=where.help) for name, where in COMMANDS.items()
        }
        TyperGroup(
            name=self.name,
            commands=listed,
            params=self.params,
            help=self.help,
            rich_markup_mode=self.rich_markup_mode,
        ).format_help(ctx, formatter)


def _command(name: str) -> Command:
    where = COMMANDS[name]
    found = getattr(import_module(f"app.cli.{where.module}"), where.name)
    holder = typer.Typer(add_completion=False, callback=lambda: None)
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name)
    else:
        holder.command(name)(found)
    group = typer.main.get_command(holder)
    assert isinstance(group, TyperGroup)  # noqa: S101 - it has a callback
    return group.commands[name]
