"""`ghe import wards | venues | case-counts FILE`: a whole file or nothing of it, and why not, by line."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer

from app.cli.importing import bar, day_of, print_notes, refusals, utc_now, writing
from app.domain.areas import AreaKind
from app.domain.codes import grouped, grouped_typed
from app.domain.diseases import DISEASES
from app.domain.errors import OwnerKeyUnknown
from app.domain.ids import OwnerId
from app.domain.neutral import neutral
from app.store import city, owners
from app.store.db import Session
from app.usecases import import_case_counts, import_venues, import_wards
from app.usecases.import_venues import VenuesImported
from app.vault.tokens import digest, read_owner_key
from app.web import words
from app.web.venue_sheet import read_venues

imports = typer.Typer(no_args_is_help=True, help="Take in files: a whole file, or nothing of it.")

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
    with refusals(lang), bar(3) as step:
        areas = import_wards.read_areas(file, kind, columns)
        step(1)
        boundaries = import_wards.prepare(areas)
        step(2)
        with writing() as session:
            done = import_wards.import_wards(
                session, areas, boundaries, source=source or file.name, now=utc_now()
            )
        step(3)
    day = day_of(done.taken.imported_at)
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
    with refusals(lang), bar(data.count(b"\n")) as step, writing() as session:
        done = import_case_counts.import_case_counts(
            session,
            data,
            source=source or file.name,
            disease=disease,
            policy=city.policy(session),
            now=utc_now(),
            encoding=encoding,
            columns={field: name for field, name in named.items() if name},
            progress=step,
        )
    if not done.new:
        day = day_of(done.taken.imported_at)
        print(_("This file was the last one imported, on %(day)s: nothing was changed.", day=day))
        return
    assert done.window is not None  # noqa: S101 - a new import holds counts
    first, last = words.calendar(done.window.first), words.calendar(done.window.last)
    print(_("Cases of %(disease)s: %(n)s.", disease=done.disease, n=done.cases))
    print(_("Days: %(first)s to %(last)s. Lines: %(n)s.", first=first, last=last, n=done.lines))
    print(_("Wards' days: %(n)s.", n=done.ward_days))
    print(_("Wards' days that had another number before: %(n)s.", n=done.replaced))
    print_notes(done.notes, lang)


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
    with refusals(lang), bar(data.count(b"\n")) as step:
        sheet = read_venues(data, encoding)
        with writing() as session:
            owner, key = _owner(session, typed_key)
            done = import_venues.import_venues(
                session, sheet, owner, source=file.name, now=utc_now(), progress=step
            )
            if out is not None:  # before the commit: a full disk must not leave codes that nobody has
                _write_codes(out, done)
    print(_("%(n)s venues registered.", n=len(done.placed)))
    print_notes(done.notes, lang)
    if key:
        print(_("Owner key, shown this once: %(key)s", key=key))


def _owner(session: Session, typed_key: str) -> tuple[OwnerId, str]:
    if not typed_key:
        return import_venues.add_owner(session, now=utc_now())
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
