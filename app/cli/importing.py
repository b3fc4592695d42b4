"""What the import commands share: one transaction, a progress bar, refusals in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from app.domain.errors import FileProblem, FileRefused, InputRefused, Refusal
from app.settings import Settings
from app.store import migrate
from app.store.db import Database, Session, open_database
from app.web import words
from app.web.answers import answer_to
from app.web.import_words import problem_line
from app.web.problems import problem_words

_SHOWN: Final = 200


def utc_now() -> datetime:
    """The clock of a command."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> str:
    """Its calendar day where the operator sits."""
    return words.calendar(moment.astimezone().date())


@contextmanager
def database_of_settings() -> Iterator[Database]:
    """The installation's database, brought to the newest schema."""
    database = open_database(Settings().database_url)
    try:
        migrate.upgrade(database)
        yield database
    finally:
        database.close()


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction on it."""
    with database_of_settings() as database, database.writing() as session:
        yield session


def lines_in(file: Path) -> int:
    """About how many lines it has, for a progress bar."""
    with file.open("rb") as data:
        return sum(1 for _ in data)


@contextmanager
def bar(total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, so that what a script reads stays clean."""
    columns = (TextColumn("{task.percentage:>3.0f} %"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=max(total, 1))
        yield lambda done: progress.update(task, completed=done)


@contextmanager
def refusals(lang: str) -> Iterator[None]:
    """What is refused is printed for a person, and the command ends with 1."""
    _ = words.gettext(lang)
    try:
        yield
    except FileRefused as refused:
        for problem in refused.problems[:_SHOWN]:
            typer.echo(problem_line(problem, _), err=True)
        if (more := refused.count - _SHOWN) > 0:
            typer.echo(_("and %(n)s more problems", n=more), err=True)
        typer.echo(_("Nothing was imported. Problems: %(n)s.", n=refused.count), err=True)
        raise typer.Exit(1) from None
    except InputRefused as refused:
        for wrong in refused.problems:
            typer.echo(f"{wrong.field}: {problem_words(wrong, _)}", err=True)
        raise typer.Exit(1) from None
    except Refusal as refusal:
        answer = answer_to(refusal)
        typer.echo(f"{_(answer.title)}. {_(answer.help)}", err=True)
        raise typer.Exit(1) from None


def print_notes(notes: Iterable[FileProblem], lang: str) -> None:
    """What is worth knowing, though the file was taken in."""
    for note in islice(notes, _SHOWN):
        typer.echo(problem_line(note, words.gettext(lang)))
