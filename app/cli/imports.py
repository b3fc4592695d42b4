"""`ghe import wards | venues | case-counts FILE`: a whole file or nothing of it, and why not, by line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from app.domain.areas import AreaKind
from app.domain.codes import grouped, grouped_typed
from app.domain.diseases import DISEASES
from app.domain.errors import FileProblem, FileRefused, InputRefused, OwnerKeyUnknown, Refusal
from app.domain.ids import OwnerId
from app.domain.neutral import neutral
from app.settings import Settings
from app.store import city, migrate, owners
from app.store.db import Database, Session, open_database
from app.usecases import import_case_counts, import_venues, import_wards
from app.usecases.import_venues import VenuesImported
from app.vault.tokens import digest, read_owner_key
from app.web import words
from app.web.errors import answer_to, problem_words
from app.web.import_words import problem_line
from app.web.venue_sheet import read_venues

imports = typer.Typer(no_args_is_help=True, help="Take in files: a whole file, or nothing of it.")
_SHOWN: Final = 200

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The file.")]
Source = Annotated[str, typer.Option(help="Where the numbers come from, for maps and exports.")]
Lang = Annotated[str, typer.Option(help="Language of messages: vi or en.")]
Encoding = Annotated[
    str | None, typer.Option(help="If the file is not UTF-8, UTF-16 or Windows-1258: Python's name for it.")
]


@imports.command("wards")
def wards(
    file: File,
    *,
    kind: Annotated[AreaKind, typer.Option(help="What the areas are.")] = AreaKind.WARD,
    source: Source = "",
    code_column: Annotated[str, typer.Option(help="The property that holds the official code.")] = "code",
    name_column: Annotated[str, typer.Option(help="The property that holds the name.")] = "name",
    lang: Lang = "en",
) -> None:
    """Boundaries: GeoJSON, GeoPackage or shapefile (zipped too), in any coordinate system."""
    _ = words.gettext(lang)
    import maps

    columns = maps.Columns(code=code_column, name=name_column)
    with _refusals(lang), _bar(3) as step:
        areas = import_wards.read_areas(file, kind, columns)
        step(1)
        boundaries = import_wards.prepare(areas)
        step(2)
        with _writing() as session:
            done = import_wards.import_wards(
                session, areas, boundaries, source=source or file.name, now=_now()
            )
        step(3)
    day = _day(done.taken.imported_at)
    if not done.new:
        print(_("These boundaries are in force already, since %(day)s: nothing was changed.", day=day))
        return
    print(_("%(n)s areas imported as version %(version)s.", n=done.taken.rows, version=done.taken.id))
    if kind is AreaKind.WARD:
        print(_("Venues put into another ward: %(n)s.", n=done.venues_moved))
        print(_("Venues outside all wards: %(n)s.", n=done.venues_outside))


@imports.command("case-counts")
def case_counts(
    file: File,
    *,
    disease: Annotated[str, typer.Option(help=f"One of: {', '.join(DISEASES)}.")] = next(iter(DISEASES)),
    source: Source = "",
    date_column: Annotated[str, typer.Option(help="Its name, where several columns fit.")] = "",
    code_column: Annotated[str, typer.Option(help="Its name, where several columns fit.")] = "",
    cases_column: Annotated[str, typer.Option(help="Its name, where several columns fit.")] = "",
    encoding: Encoding = None,
    lang: Lang = "en",
) -> None:
    """Daily counts: date, ward code, cases. The newest import of a ward's day wins; 0 takes one back."""
    _ = words.gettext(lang)
    named = {"date": date_column, "ward_code": code_column, "cases": cases_column}
    data = file.read_bytes()
    with _refusals(lang), _bar(data.count(b"\n")) as step, _writing() as session:
        done = import_case_counts.import_case_counts(
            session,
            data,
            source=source or file.name,
            disease=disease,
            policy=city.policy(session),
            now=_now(),
            encoding=encoding,
            columns={field: name for field, name in named.items() if name},
            progress=step,
        )
    if not done.new:
        day = _day(done.taken.imported_at)
        print(_("This file was the last one imported, on %(day)s: nothing was changed.", day=day))
        return
    assert done.window is not None  # noqa: S101 - a new import holds counts
    first, last = words.calendar(done.window.first), words.calendar(done.window.last)
    print(_("Cases of %(disease)s: %(n)s.", disease=done.disease, n=done.cases))
    print(_("Days: %(first)s to %(last)s. Lines: %(n)s.", first=first, last=last, n=done.lines))
    print(_("Wards' days: %(n)s.", n=done.ward_days))
    print(_("Wards' days that had another number before: %(n)s.", n=done.replaced))
    _print_notes(done.notes, lang)


@imports.command("venues")
def venues(
    file: File,
    *,
    out: Annotated[
        Path | None, typer.Option(help="Write line, venue, code and typed code to this new CSV.")
    ] = None,
    add_to_owner: Annotated[
        bool, typer.Option(help="Ask for the key of an owner who exists already.")
    ] = False,
    encoding: Encoding = None,
    lang: Lang = "en",
) -> None:
    """Venues, under one owner, each with a code of its own.

    Columns: name, address, kind, capacity; if wanted opens, closes, days, latitude, longitude, phone,
    parent_name, parent_code. Header names may be Vietnamese. The delimiter may be a comma, a semicolon or a
    tab. Days are written Mon-Sat, or T2-T7, CN. No opening hours means never closed. A parent is another
    line's name, or the code of a venue that exists.
    """
    _ = words.gettext(lang)
    if out is not None and out.exists():
        raise typer.BadParameter(f"{out} exists already", param_hint="--out")
    typed_key = typer.prompt(_("Owner key"), hide_input=True) if add_to_owner else ""
    data = file.read_bytes()
    with _refusals(lang), _bar(data.count(b"\n")) as step:
        sheet = read_venues(data, encoding)
        with _writing() as session:
            owner, key = _owner(session, typed_key)
            done = import_venues.import_venues(
                session, sheet, owner, source=file.name, now=_now(), progress=step
            )
            if out is not None:  # before the commit: a full disk must not leave codes that nobody has
                _write_codes(out, done)
    print(_("%(n)s venues registered.", n=len(done.placed)))
    _print_notes(done.notes, lang)
    if key:
        print(_("Owner key, shown this once: %(key)s", key=key))


def _owner(session: Session, typed_key: str) -> tuple[OwnerId, str]:
    if not typed_key:
        return import_venues.add_owner(session, now=_now())
    owner = owners.by_key(session, digest(read_owner_key(typed_key)))
    if owner is None:
        raise OwnerKeyUnknown
    return owner, ""


def _write_codes(out: Path, done: VenuesImported) -> None:
    with out.open("x", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(("line", "venue", "name", "code", "typed_code"))
        for line, venue, code in done.placed:
            writer.writerow(
                (line, venue.id, neutral(venue.name), grouped(code.code), grouped_typed(code.typed))
            )


def _now() -> datetime:
    return datetime.now(UTC)


def _day(moment: datetime) -> str:
    return words.calendar(moment.astimezone().date())


@contextmanager
def _writing() -> Iterator[Session]:
    """One transaction on the installation's database, brought to the newest schema first."""
    database: Database = open_database(Settings().database_url)
    try:
        migrate.upgrade(database)
        with database.writing() as session:
            yield session
    finally:
        database.close()


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, so that what a script reads stays clean."""
    columns = (TextColumn("{task.percentage:>3.0f} %"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=max(total, 1))
        yield lambda done: progress.update(task, completed=done)


@contextmanager
def _refusals(lang: str) -> Iterator[None]:
    """What is refused is printed for a person, and the command ends with 1."""
    _ = words.gettext(lang)
    try:
        yield
    except FileRefused as refused:
        for problem in refused.problems[:_SHOWN]:
            typer.echo(problem_line(problem, _), err=True)
        if (more := len(refused.problems) - _SHOWN) > 0:
            typer.echo(_("and %(n)s more problems", n=more), err=True)
        typer.echo(_("Nothing was imported. Problems: %(n)s.", n=len(refused.problems)), err=True)
        raise typer.Exit(1) from None
    except InputRefused as refused:
        for wrong in refused.problems:
            typer.echo(f"{wrong.field}: {problem_words(wrong, _)}", err=True)
        raise typer.Exit(1) from None
    except Refusal as refusal:
        answer = answer_to(refusal)
        typer.echo(f"{_(answer.title)}. {_(answer.help)}", err=True)
        raise typer.Exit(1) from None


def _print_notes(notes: tuple[FileProblem, ...], lang: str) -> None:
    for note in notes[:_SHOWN]:
        typer.echo(problem_line(note, words.gettext(lang)))
