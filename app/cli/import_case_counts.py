"""Daily counts of cases from a file."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.import_options import Encoding, File, Lang, Source
from app.cli.importing import bar, day_of, lines_in, print_notes, refusals, utc_now, writing
from app.store import city
from app.usecases import import_case_counts
from app.web import words


def case_counts(
    file: File,
    *,
    disease: Annotated[str, typer.Option(help="One of those that 'ghe disease list' prints.")] = "covid-19",
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
    with refusals(lang), bar(lines_in(file)) as step, writing() as session:
        done = import_case_counts.import_case_counts(
            session,
            file,
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
