"""What commands show in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

out = Console(highlight=False)


@contextmanager
def progress_bars() -> Iterator[Callable[[float, str], None]]:
    """A bar that is told the share done and what is being done."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out) as bars:
        task = bars.add_task("simulating", total=1.0)
        yield lambda share, words: bars.update(task, completed=share, description=words or None)
