"""Boundaries from a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from app.cli.import_options import File, Lang, Source
from app.cli.importing import bar, day_of, print_notes, refusals, utc_now, writing
from app.domain.areas import AreaKind
from app.domain.parents import Parent, read_parents
from app.domain.sheets import read_sheet
from app.simulation.reform import former_districts
from app.usecases import import_wards, read_areas
from app.usecases.import_wards import AreasImported
from app.web import words

_VIETNAM: Final = "vietnam-2025"


def wards(
    file: File,
    *,
    kind: Annotated[AreaKind, typer.Option(help="What the areas are.")] = AreaKind.WARD,
    source: Source = "",
    population: Annotated[
        str, typer.Option(help="Where the populations come from and of which year, for maps and exports.")
    ] = "",
    code_column: Annotated[str, typer.Option(help="The property that holds the official code.")] = "code",
    name_column: Annotated[str, typer.Option(help="The property that holds the name.")] = "name",
    valid_from: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day from which these boundaries count; else always."),
    ] = None,
    parents: Annotated[
        str,
        typer.Option(
            help="Former districts: a CSV of code, parent_code, parent_name and, if wanted, parent_name_en, "
            f"a line for each ward; or {_VIETNAM} for those of Viet Nam before 1 July 2025."
        ),
    ] = "",
    parent_column: Annotated[
        str, typer.Option(help="Former districts: the property that holds their code.")
    ] = "",
    parent_name_column: Annotated[
        str, typer.Option(help="Former districts: the property that holds their name.")
    ] = "",
    lang: Lang = "en",
) -> None:
    """Boundaries: GeoJSON, GeoPackage or shapefile (zipped too), in any coordinate system.

    Of several versions, the one that began last is in force; a map of past days uses the one of those days.
    Former districts are drawn from their wards, and officials can be given one as their area. Of a new ward
    made of several old districts, vietnam-2025 names the district of most of its old wards.
    """
    if parents and (parent_column or parent_name_column):
        raise typer.BadParameter("give a table or columns, not both", param_hint="--parents")
    import maps

    columns = maps.Columns(code_column, name_column, parent=parent_column, parent_name=parent_name_column)
    with refusals(lang), bar(3) as step:
        areas = read_areas.read_areas(file, kind, columns)
        if parents:
            areas = read_areas.with_parents(areas, _table(parents))
        step(1)
        boundaries = import_wards.prepare(areas)
        step(2)
        with writing() as session:
            done = import_wards.import_wards(
                session,
                areas,
                boundaries,
                source=source or file.name,
                population=population,
                valid_from=valid_from.date() if valid_from else None,
                now=utc_now(),
            )
        step(3)
    _print(done, lang)
    print_notes(areas.notes, lang)


def _table(parents: str) -> dict[str, Parent]:
    if parents == _VIETNAM:
        return former_districts()
    path = Path(parents)
    if not path.is_file():
        raise typer.BadParameter(f"no such file: {parents}", param_hint="--parents")
    return read_parents(read_sheet(path))


def _print(done: AreasImported, lang: str) -> None:
    _ = words.gettext(lang)
    day = day_of(done.taken.imported_at)
    if not done.new:
        print(_("These boundaries are in force already, since %(day)s: nothing was changed.", day=day))
        return
    print(_("%(n)s areas imported as version %(version)s.", n=done.taken.rows, version=done.taken.id))
    if done.taken.districts:
        print(_("Former districts made of them: %(n)s.", n=done.taken.districts))
    if done.in_force != done.taken:
        print(_("In force today: version %(version)s.", version=done.in_force.id))
    elif done.taken.kind == AreaKind.WARD:
        print(_("Venues put into another ward: %(n)s.", n=done.venues_moved))
        print(_("Venues outside all wards: %(n)s.", n=done.venues_outside))
