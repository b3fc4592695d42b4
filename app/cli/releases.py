"""`ghe release`: the public map of the next week, or of two; frozen from then on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer

from app.cli.import_options import Lang
from app.cli.importing import refusals, utc_now, writing
from app.domain.map_release_errors import NumbersMissing, PeriodReleased, PeriodUnfinished, WeekTooQuiet
from app.domain.map_releases import MapRelease
from app.domain.windows import Window
from app.settings import Settings
from app.store import city, map_releases, migrate
from app.store.db import Session, open_database
from app.usecases.release_counts import Proposal, propose_release, release_counts
from app.web import words
from app.web.words import Gettext


def release(
    *,
    disease: Annotated[str | None, typer.Option(help="Its slug; the one with the newest number.")] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day of the week; the week after the last release."),
    ] = None,
    complete: Annotated[
        bool, typer.Option("--complete", help="There was no case after the newest number.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would tell; release nothing.")
    ] = False,
    show_list: Annotated[bool, typer.Option("--list", help="List what has been released.")] = False,
    lang: Lang = "en",
) -> None:
    """Release the public map of a week that is over, or of two where one would leave too much untold.

    A release never changes. Cases that become known later are told by the next one, as one number.
    """
    _ = words.gettext(lang)
    day = until.date() if until else None
    if show_list:
        with _reading() as session:
            print_list(session, _, lang)
        return
    with refusals(lang), _dates(_), _reading() if dry_run else writing() as session:
        make = propose_release if dry_run else release_counts
        policy = city.policy(session)
        found = make(session, disease=disease, until=day, complete=complete, policy=policy, now=utc_now())
        names = {ward.code: ward.name for ward in map_releases.wards(session, found.release)}
    print_release(found, names, _, lang)


def print_release(found: Proposal, names: dict[str, str], _: Gettext, lang: str) -> None:
    """What a release tells; before it is made, which wards stand together."""
    it = found.release
    said = {"disease": it.disease, "days": _days(it.period, _)}
    if it.number:
        print(_("Released as number %(number)s: %(disease)s, %(days)s.", number=it.number, **said))
    else:
        print(_("Would be released: %(disease)s, %(days)s.", **said))
    print(_("Cases on the map: %(n)s.", n=_told(it.cases, it, _, lang)))
    print(_("Wards: %(n)s. Not told singly: %(together)s.", n=it.wards, together=it.together))
    for block in it.blocks:
        if not block.is_single and not it.number:
            wards = ", ".join(names[code] for code in block.wards)
            print(_("Together %(n)s: %(wards)s", n=_told(block.cases, it, _, lang), wards=wards))
    if it.narrowest is not None:
        print(_("What stays open about each of them is at least %(n)s cases wide.", n=it.narrowest))
    print(_("Without a ward on the map: %(n)s.", n=_told(it.elsewhere, it, _, lang)))


def print_list(session: Session, _: Gettext, lang: str) -> None:
    """One line a release, the newest first."""
    for it in map_releases.newest_first(session, before=None, limit=1000):
        line = _(
            "%(number)s: %(disease)s, %(days)s",
            number=it.number,
            disease=it.disease,
            days=_days(it.period, _),
        )
        print(f"{line}; {_('Cases on the map: %(n)s.', n=_told(it.cases, it, _, lang))}")


def _told(number: int | None, it: MapRelease, _: Gettext, lang: str) -> str:
    if number is None:
        return _("fewer than %(k)s", k=it.k + 2)
    return words.number(number, lang)


def _days(period: Window, _: Gettext) -> str:
    return _("%(first)s to %(last)s", first=words.calendar(period.first), last=words.calendar(period.last))


@contextmanager
def _reading() -> Iterator[Session]:
    database = open_database(Settings().database_url)
    try:
        migrate.require_newest(database)
        with database.reading() as session:
            yield session
    finally:
        database.close()


@contextmanager
def _dates(_: Gettext) -> Iterator[None]:
    """Name the days that a refusal is about, before its words."""
    try:
        yield
    except PeriodReleased as refused:
        typer.echo(_days(refused.released, _), err=True)
        raise
    except WeekTooQuiet as refused:
        typer.echo(_days(refused.fortnight, _), err=True)
        raise
    except (PeriodUnfinished, NumbersMissing) as refused:
        typer.echo(_days(refused.period, _), err=True)
        raise
