"""The command line: `ghe --help`."""

from app.cli.commands import main

__all__ = ["main"]
