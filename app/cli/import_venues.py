"""Venues from a file."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer

from app.cli.import_options import Encoding, File, Lang
from app.cli.importing import bar, print_notes, refusals, utc_now, writing
from app.domain.codes import grouped
from app.domain.errors import OwnerKeyUnknown
from app.domain.ids import OwnerId
from app.domain.neutral import neutral
from app.domain.typed_codes import grouped_typed
from app.store import owners
from app.store.db import Session
from app.usecases import import_venues
from app.usecases.import_venues import VenuesImported
from app.vault.owner_keys import read_owner_key
from app.vault.tokens import digest
from app.web import words
from app.web.venue_sheet import read_venues


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
