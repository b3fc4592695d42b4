"""Venues from a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from app.cli.import_options import Encoding, File, Lang
from app.cli.importing import bar, database_of_settings, print_notes, refusals, utc_now
from app.domain.codes import Code, grouped
from app.domain.errors import OwnerKeyUnknown
from app.domain.ids import OwnerId
from app.domain.neutral import neutral
from app.domain.typed_codes import TypedCode, grouped_typed
from app.store import owners
from app.store.db import Session
from app.store.import_lines import ImportLines
from app.usecases import import_venues
from app.usecases.check_venue_file import ROUNDS, check_venue_file
from app.vault.owner_keys import read_owner_key
from app.vault.tokens import digest
from app.web import words
from app.web.venue_sheet import VenueSheet


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
    ventilation, parent_name, parent_code. Header names may be Vietnamese. The delimiter may be a comma, a
    semicolon or a tab. Days are written Mon-Sat, or T2-T7, CN. No opening hours means never closed.
    Ventilation is closed, windows, mechanical or open_air. A parent is another line's name, or the code of
    a venue that exists.
    """
    _ = words.gettext(lang)
    if out is not None and out.exists():
        raise typer.BadParameter(f"{out} exists already", param_hint="--out")
    typed_key = typer.prompt(_("Owner key"), hide_input=True) if add_to_owner else ""
    with refusals(lang), closing(ImportLines()) as lines, database_of_settings() as database:
        sheet = VenueSheet(file, encoding)
        with bar(ROUNDS * len(sheet)) as step:
            notes = check_venue_file(database, sheet, lines, step)
            with _written(out) as target, database.writing() as session:
                owner, key = _owner(session, typed_key)
                now = utc_now()
                done = import_venues.import_venues(
                    session, sheet, lines, owner, source=file.name, now=now, progress=step
                )
                if target is not None:  # before the commit: a full disk must not leave codes that nobody has
                    _write_codes(target, lines)
    print(_("%(n)s venues registered.", n=done.rows))
    print_notes(notes, lang)
    if key:
        print(_("Owner key, shown this once: %(key)s", key=key))


@contextmanager
def _written(out: Path | None) -> Iterator[TextIO | None]:
    """The file of the codes, new; taken away again when nothing came of the import."""
    if out is None:
        yield None
        return
    with out.open("x", encoding="utf-8-sig", newline="") as target:
        try:
            yield target
        except BaseException:
            out.unlink()
            raise


def _owner(session: Session, typed_key: str) -> tuple[OwnerId, str]:
    if not typed_key:
        return import_venues.add_owner(session, now=utc_now())
    owner = owners.by_key(session, digest(read_owner_key(typed_key)))
    if owner is None:
        raise OwnerKeyUnknown
    return owner, ""


def _write_codes(target: TextIO, lines: ImportLines) -> None:
    writer = csv.writer(target)
    writer.writerow(("line", "venue", "name", "code", "typed_code"))
    for line, venue, name, code, typed in lines.with_codes():
        writer.writerow((line, venue, neutral(name), grouped(Code(code)), grouped_typed(TypedCode(typed))))
    target.flush()
