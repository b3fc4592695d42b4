"""One command each for what an operator does."""

from __future__ import annotations

import sys

import typer

from app.cli.lazily import Lazily

cli = typer.Typer(
    name="ghe",
    cls=Lazily,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Check-in for a whole city.",
    callback=lambda: None,
)


def main() -> None:
    """Start here. What an operator can mend is one line, not a traceback."""
    try:
        cli()
    except Exception as fault:
        from app.cli.mendable import told

        if (line := told(fault)) is None:
            raise
        sys.exit(line)
