"""`ghe basemap FILE.osm.pbf`: roads and water under the maps, from this machine alone."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app.cli.import_options import Lang
from app.cli.importing import bar, refusals
from app.settings import Settings
from app.store import migrate
from app.store.db import open_database
from app.usecases import make_basemap as basemaps
from app.web import words
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

if TYPE_CHECKING:
    import maps

_KINDS: Final = {
    "green": N_("Parks and woods"),
    "water": N_("Lakes, wide rivers and sea"),
    "river": N_("Rivers and canals"),
    "rail": N_("Railways"),
    "street": N_("Streets"),
    "tertiary": N_("Small roads"),
    "secondary": N_("Middle roads"),
    "primary": N_("Large roads"),
    "main": N_("Motorways and trunk roads"),
}
File = Annotated[
    Path | None,
    typer.Argument(exists=True, dir_okay=False, help="An extract of OpenStreetMap: .osm.pbf or .osm."),
]


def basemap(
    file: File = None,
    *,
    margin_km: Annotated[float, typer.Option(help="How far beyond the wards it reaches.", min=0, max=50)] = 5,
    max_zoom: Annotated[int, typer.Option(help="Detail: streets begin at 14.", min=9, max=15)] = 14,
    remove: Annotated[bool, typer.Option("--remove", help="Take the basemap away.")] = False,
    lang: Lang = "en",
) -> None:
    """Put roads and water under the maps. A second time replaces it; --remove takes it away."""
    _ = words.gettext(lang)
    target = Settings().basemap
    if remove == (file is not None):
        raise typer.BadParameter("give a file, or --remove")
    if file is None:
        gone = basemaps.remove_basemap(target)
        print(_("The basemap has been removed.") if gone else _("There is no basemap."))
        return
    started = perf_counter()
    with refusals(lang), bar(100) as step:
        made = basemaps.make_basemap(
            _city(),
            file,
            target,
            margin_km=margin_km,
            max_zoom=max_zoom,
            progress=lambda share: step(round(100 * share)),
        )
    for kind, number in made.kept.items():
        print(f"{_(_KINDS[kind])}: {words.number(number, lang)}")
    said = {
        "tiles": words.number(made.tiles, lang),
        "size": words.number(round(made.size / 1e6, 1), lang),
        "seconds": words.number(round(perf_counter() - started, 1), lang),
    }
    print(_("%(tiles)s tiles, %(size)s MB, in %(seconds)s seconds: %(file)s", file=target, **said))
    print(_("Maps show it from now on, with its credit: %(credit)s", credit=made.credit))


def _city() -> list[maps.Shape]:
    database = open_database(Settings().database_url)
    try:
        migrate.require_newest(database)
        with database.reading() as session:
            return basemaps.city(session)
    finally:
        database.close()
