"""`ghe posters`: the posters of many venues, to be printed and handed out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

import typer

from app.cli.import_options import Lang
from app.cli.importing import bar, refusals, utc_now
from app.domain.ids import VenueId
from app.domain.poster_lists import read_poster_list
from app.settings import Settings
from app.store import city, migrate, venues
from app.store.db import Database, open_database
from app.usecases.find_listed_venues import find_listed_venues
from app.usecases.poster_manifest import PosterManifest
from app.usecases.print_posters import Printer, print_posters
from app.vault.keystore import KeyStore
from app.web import words

_MB: Final = 1_000_000


def posters(
    *,
    out: Annotated[Path, typer.Option(help="The first file; -2, -3 and so on follow. Beside it: a CSV.")],
    listed: Annotated[
        Path | None,
        typer.Option(
            "--venues",
            exists=True,
            dir_okay=False,
            help="A CSV with a column venue or code, as `ghe import venues --out` writes it.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All venues that take check-ins, by ward.")] = False,
    paper: Annotated[str, typer.Option(help="a4 or a5.")] = "a4",
    most_mb: Annotated[int, typer.Option(help="The largest file, in millions of bytes.", min=1)] = 50,
    lang: Lang = "en",
) -> None:
    """Print posters into one or several PDF files, with a list of which venue is on which page.

    A run that was interrupted goes on where it stopped when the same command is given again.
    """
    if every == (listed is not None):
        raise typer.BadParameter("give --venues FILE or --all")
    if paper not in {"a4", "a5"}:
        raise typer.BadParameter("a4 or a5", param_hint="--paper")
    manifest = PosterManifest(out.with_suffix(".csv"))
    if out.suffix.lower() != ".pdf" or (out.exists() and not manifest.exists):
        raise typer.BadParameter(f"{out} is no new .pdf", param_hint="--out")
    settings = Settings()
    database = open_database(settings.database_url)
    try:
        migrate.require_newest(database)
        with refusals(lang):
            _plan(database, manifest, listed, paper)
        _print(database, settings, manifest, out, paper=paper, most_bytes=most_mb * _MB, lang=lang)
    finally:
        database.close()


def _plan(database: Database, manifest: PosterManifest, listed: Path | None, paper: str) -> None:
    """Begin the list, or make sure that the one which is there is of the same posters."""
    with database.reading() as session:
        if listed is not None:
            wanted = find_listed_venues(session, read_poster_list(listed.read_bytes()))
        elif manifest.exists:
            wanted = []  # all venues of when it began
        else:
            wanted = venues.ids_in_order(session)
    if not manifest.exists:
        manifest.begin(wanted, paper)
    elif not _is_of(manifest, wanted, paper):
        raise typer.BadParameter(
            "the list beside it is of other venues or another paper: remove it, or choose another name",
            param_hint="--out",
        )


def _is_of(manifest: PosterManifest, wanted: list[VenueId], paper: str) -> bool:
    planned = list(manifest.lines())
    same = not wanted or [line.venue for line in planned] == [str(venue) for venue in wanted]
    return same and all(line.paper == paper for line in planned)


def _print(
    database: Database,
    settings: Settings,
    manifest: PosterManifest,
    out: Path,
    *,
    paper: str,
    most_bytes: int,
    lang: str,
) -> None:
    _ = words.gettext(lang)
    waiting = sum(1 for _venue in manifest.remaining())
    with database.reading() as session:
        policy = city.policy(session)
    printer = Printer(
        public_url=settings.public_url,
        keys=KeyStore(settings.keys),
        policy=policy,
        vietnamese=words.gettext("vi"),
        translate=_,
        paper=paper,
        now=utc_now(),
        most_bytes=most_bytes,
        processes=os.cpu_count() or 1,
    )
    left_out = 0
    with bar(waiting) as step:
        for part in print_posters(database, manifest, out, printer, progress=step):
            left_out += part.left_out
            if part.file is not None:
                print(_("%(file)s: %(n)s posters", file=part.file, n=words.number(part.posters, lang)))
    if not waiting:
        print(_("All posters of this list have been printed already."))
    if left_out:
        print(_("Without a poster: %(n)s. The list says why.", n=words.number(left_out, lang)))
