"""Boundaries from a file."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.import_options import File, Lang, Source
from app.cli.importing import bar, day_of, refusals, utc_now, writing
from app.domain.areas import AreaKind
from app.usecases import import_wards, read_areas
from app.web import words


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
        areas = read_areas.read_areas(file, kind, columns)
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
