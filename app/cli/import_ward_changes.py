"""Where old wards went, from a file."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

import typer

from app.cli.import_options import Encoding, File, Lang, Source
from app.cli.importing import day_of, print_notes, refusals, utc_now, writing
from app.domain.change_lines import read_changes
from app.domain.errors import FileProblem, Problem
from app.domain.sheets import read_sheet
from app.usecases import import_ward_changes
from app.web import words

_SHOWN: Final = 20


def ward_changes(
    file: File,
    *,
    source: Source = "",
    changed_on: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="The day of the changes, where lines name none."),
    ] = None,
    encoding: Encoding = None,
    lang: Lang = "en",
) -> None:
    """Old ward codes and new ones: old_code, new_code; if wanted share and from.

    Counts under an old code are then shown under the new ward. A ward that was divided stands on several
    lines, each with its share; its cases are never cut up but go to the ward with the largest share. A later
    file replaces the lines of the old codes that it names.
    """
    _ = words.gettext(lang)
    day = changed_on.date() if changed_on else None
    with refusals(lang):
        changes = read_changes(read_sheet(file, encoding), day)
        with writing() as session:
            done = import_ward_changes.import_ward_changes(
                session, changes, source=source or file.name, now=utc_now()
            )
    if not done.new:
        before = day_of(done.taken.imported_at)
        print(_("This file was the last one imported, on %(day)s: nothing was changed.", day=before))
        return
    print(_("Old ward codes: %(n)s. Of divided wards: %(divided)s.", n=done.old, divided=done.divided))
    if done.elsewhere:
        codes = ", ".join(done.elsewhere[:_SHOWN]) + (" …" if len(done.elsewhere) > _SHOWN else "")
        print_notes((FileProblem(None, Problem("", "codes_not_in_force", (("codes", codes),))),), lang)
