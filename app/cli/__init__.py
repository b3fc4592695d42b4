"""The command line: `ghe --help`."""

import gc

# An import makes a million objects that stay: to look for garbage among them took a fifth of a start.
gc.set_threshold(50_000, 20, 100)

from app.cli.commands import main  # noqa: E402

__all__ = ["main"]
