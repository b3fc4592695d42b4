"""An owner prints the signs of the hour of a whole week, for the guard at the door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from app.domain.errors import KeyDestroyed
from app.domain.ids import VenueId
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.venues import Venue
from app.usecases.poster_mark import poster_mark
from app.usecases.sheet_file import LEAD, SheetForm, printable, sheet_file
from app.vault.keystore import KeyStore
from app.vault.tokens import sign_number
from qr.sign_sheet import DAYS, HOURS, Sign, SignSheet, sheet

_NO_SIGN: Final = Sign((), "")
"""In the column of a day whose keys were never made: the installation is younger than the week."""


def printable_weeks(keys: KeyStore, *, policy: Policy, now: datetime) -> list[date]:
    """The Mondays of the weeks that can be printed now: this one, and the next once all its keys exist."""
    today = local_day(now, policy.zone)
    monday = today - timedelta(days=today.weekday())
    following = monday + timedelta(days=DAYS)
    return [monday, following] if keys.has(following + timedelta(days=DAYS - 1)) else [monday]


def print_signs(
    venue: Venue,
    monday: date,
    *,
    keys: KeyStore,
    policy: Policy,
    vietnamese: Callable[..., str],
    drawn: Callable[[int], Sign],
    form: SheetForm,
    now: datetime,
) -> bytes:
    """The sheet of the week that begins on `monday`, as a file. `drawn` draws the sign behind a number.

    Raises:
        NameNotPrintable: the name has characters that the typeface lacks.
        NameDoesNotFit: the name is too long for the sheet.
    """
    days = [monday + timedelta(days=offset) for offset in range(DAYS)]
    week = SignSheet(
        title=vietnamese("Signs of the hour"),
        second_language="Signs of the hour, for guards and staff",
        venue=venue.name,
        week=vietnamese("Week %(first)s to %(last)s", first=f"{days[0]:%d/%m}", last=f"{days[-1]:%d/%m/%Y}"),
        days=tuple(zip(_weekdays(vietnamese), (f"{day:%d/%m}" for day in days), strict=True)),
        hours=tuple(f"{hour:02d}:00" for hour in range(HOURS)),
        signs=tuple(_signs(venue.id, day, keys, drawn) for day in days),
        heading=vietnamese("What you do"),
        steps=(
            vietnamese("Ask for the receipt on the visitor's own phone. Do not take the phone."),
            vietnamese(
                "Compare shape and digits with today's column, in the row of the hour on the receipt."
            ),
            vietnamese("The same: let them in. Different: ask them to scan the code at the door again."),
            vietnamese("No phone: ask the staff to check them in. Nobody is turned away for that."),
            vietnamese("Keep this sheet behind the counter. Let nobody photograph it."),
        ),
        footer=vietnamese(
            "A receipt is not a health certificate. Printed %(date)s.",
            date=f"{now.astimezone(policy.zone):%d/%m/%Y}",
        ),
        brand="Ghé",
        mark=poster_mark(),
        accent=LEAD,
    )
    with printable():
        laid = sheet(week)
    return sheet_file(laid, form)


def _weekdays(vietnamese: Callable[..., str]) -> tuple[str, ...]:
    return (
        vietnamese("Monday"),
        vietnamese("Tuesday"),
        vietnamese("Wednesday"),
        vietnamese("Thursday"),
        vietnamese("Friday"),
        vietnamese("Saturday"),
        vietnamese("Sunday"),
    )


def _signs(venue: VenueId, day: date, keys: KeyStore, drawn: Callable[[int], Sign]) -> tuple[Sign, ...]:
    try:
        key = keys.day(day).token
    except KeyDestroyed:
        return (_NO_SIGN,) * HOURS
    return tuple(drawn(sign_number(key, venue, hour)) for hour in range(HOURS))
