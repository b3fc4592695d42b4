"""`ghe cards`: cards for people without a phone."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from app.cli.import_options import Lang
from app.cli.importing import refusals, utc_now
from app.domain.card_numbers import grouped_card
from app.domain.spans import local_day
from app.settings import Settings
from app.store import city, migrate
from app.store.db import open_database
from app.usecases.issue_cards import issue_cards
from app.usecases.print_person_card import CardToPrint, print_person_cards
from app.vault.keystore import KeyStore
from app.web import words

cards = typer.Typer(name="cards", no_args_is_help=True, help="Cards for people without a phone.")

_MOST: Final = 10_000
"""Cards of one file: a thousand sheets of paper."""


@cards.callback()
def _group() -> None:
    """Keep `print` a command of its own though it is the only one."""


@cards.command("print")
def print_cards(
    *,
    count: Annotated[int, typer.Option(help="How many cards.", min=1, max=_MOST)],
    out: Annotated[Path, typer.Option(help="The PDF to write; it must not exist.", dir_okay=False)],
    paper: Annotated[str, typer.Option(help="a4: ten to a sheet. card: one to a page.")] = "a4",
    valid_until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day; else a year from today.")
    ] = None,
    lang: Lang = "en",
) -> None:
    """Issue blank cards and print them, fronts and backs by turns.

    The numbers stand in this file and nowhere else: print it, hand the cards out, delete the file.
    """
    if paper not in {"a4", "card"}:
        raise typer.BadParameter("a4 or card", param_hint="--paper")
    if out.suffix.lower() != ".pdf" or out.exists():
        raise typer.BadParameter(f"{out} is no new .pdf", param_hint="--out")
    settings, now = Settings(), utc_now()
    database = open_database(settings.database_url)
    try:
        migrate.require_newest(database)
        with refusals(lang), database.writing() as session:
            policy = city.policy(session)
            today = local_day(now, policy.zone)
            last_day = _in_a_year(today) if valid_until is None else valid_until.date()
            keys = KeyStore(settings.keys)
            numbers = issue_cards(session, count, last_day=last_day, keys=keys, policy=policy, now=now)
    finally:
        database.close()
    # After the commit: a card on paper that nobody knows would be worse than a number that is on no paper.
    document = print_person_cards(
        [CardToPrint(grouped_card(number), last_day, number) for number in numbers],
        hotline=words.telephone(policy.hotline),
        vietnamese=words.gettext("vi"),
        on_a4=paper == "a4",
    )
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(document)
    _ = words.gettext(lang)
    print(_("%(file)s: %(n)s cards, valid until %(date)s", file=out, n=count, date=words.calendar(last_day)))


def _in_a_year(today: date) -> date:
    """The same day next year; 28 February for the 29th."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return today.replace(year=today.year + 1, day=28)
