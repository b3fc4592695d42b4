"""An owner prints the poster of a venue's code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import qr.poster
from app.domain.issued_codes import IssuedCode
from app.domain.policy import Policy
from app.domain.typed_codes import grouped_typed
from app.domain.venues import Venue
from app.domain.zones import Zone
from app.usecases.poster_address import poster_address
from app.usecases.poster_mark import poster_mark
from app.usecases.sheet_file import LEAD, SheetForm, printable, sheet_file
from app.vault.keystore import KeyStore
from qr.paper import Paper

_NO_BREAK: Final = "\u00a0"


def print_poster(
    venue: Venue,
    code: IssuedCode,
    *,
    parent: Venue | None,
    public_url: str,
    keys: KeyStore,
    policy: Policy,
    vietnamese: Callable[..., str],
    form: SheetForm,
    paper: Paper,
    now: datetime,
    zone: Zone | None = None,
) -> bytes:
    """The poster as a file; with `zone`, under its name, for a code of it.

    Raises:
        NameNotPrintable: the name or the address has characters that the typeface lacks.
        NameDoesNotFit: they leave no room for the symbol.
    """
    poster = poster_of(
        venue,
        code,
        parent=parent,
        public_url=public_url,
        keys=keys,
        policy=policy,
        vietnamese=vietnamese,
        now=now,
        zone=zone,
    )
    with printable():
        sheet = qr.poster.sheet(poster, paper)
    return sheet_file(sheet, form)


def poster_of(
    venue: Venue,
    code: IssuedCode,
    *,
    parent: Venue | None,
    public_url: str,
    keys: KeyStore,
    policy: Policy,
    vietnamese: Callable[..., str],
    now: datetime,
    zone: Zone | None = None,
) -> qr.poster.Poster:
    """What the poster says. Its main words are Vietnamese whatever the owner's language: visitors read it.

    `vietnamese` turns the English sentences below into Vietnamese.
    """
    host = urlsplit(public_url).netloc
    inside = f"{parent.name} · " if parent else ""
    text, level = poster_address(code.code, public_url=public_url, keys=keys, policy=policy, now=now)
    return qr.poster.Poster(
        text=text,
        level=level,
        heading=vietnamese("Scan the code when you arrive"),
        subheading=vietnamese("No app to install. No account to open."),
        second_language="Scan to check in. No app, no account.",
        venue=venue.name if zone is None else f"{zone.name} · {venue.name}",
        address=inside + venue.registration.address,
        captions=(
            vietnamese("Point the camera at the code"),
            vietnamese("Tap “I am here”"),
            vietnamese("See “Recorded”, and that is all"),
        ),
        typed_code=vietnamese(
            "Cannot scan? Type %(code)s at %(host)s, or ask the staff.",
            code=grouped_typed(code.typed).replace(" ", _NO_BREAK),
            host=host,
        ),
        right_address=vietnamese(
            "The right site is: %(host)s. Any other site: enter nothing, tell the staff.", host=host
        ),
        recorded=vietnamese(
            "Recorded: place, time of arrival. Deleted after %(days)s days, unless somebody ill was here "
            "at the same time.",
            days=policy.retention_days,
        ),
        footer=vietnamese(
            "Printed %(date)s · Code %(code)s",
            date=f"{now.astimezone(policy.zone):%d/%m/%Y}",
            code=code.code[-5:],
        ),
        brand="Ghé",
        mark=poster_mark(),
        accent=LEAD,
    )
