"""Commands whose modules are imported when they are asked for: the service waits for no benchmark."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Command, Context

LATER: Final = {"bench": "app.cli.bench", "evaluate": "app.cli.evaluate"}
"""Each with the module that holds its commands, in a variable of the same name."""


class Lazily(TyperGroup):
    """The commands of `ghe`, those of `LATER` among them."""

    def list_commands(self, ctx: Context) -> list[str]:
        """All names, in the order of the help."""
        return [*super().list_commands(ctx), *LATER]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command, imported now if it is one of those."""
        if cmd_name in LATER and cmd_name not in self.commands:
            found = getattr(import_module(LATER[cmd_name]), cmd_name)
            self.commands[cmd_name] = typer.main.get_command(found)
        return super().get_command(ctx, cmd_name)
