"""An owner prints the poster of a venue's code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

import qr.fonts
import qr.poster
from app.domain.codes import check_in_url
from app.domain.errors import NameNotPrintable
from app.domain.issued_codes import IssuedCode
from app.domain.policy import Policy
from app.domain.typed_codes import grouped_typed
from app.domain.venues import Venue
from app.usecases.poster_mark import poster_mark
from qr.errors import CannotPrint
from qr.paper import Paper

_LEAD: Final = "#0b6e6e"
_NO_BREAK: Final = "\u00a0"


class PosterFormat(StrEnum):
    """What the file is."""

    PDF = "pdf"
    PNG = "png"


def print_poster(
    venue: Venue,
    code: IssuedCode,
    *,
    parent: Venue | None,
    public_url: str,
    policy: Policy,
    vietnamese: Callable[..., str],
    form: PosterFormat,
    paper: Paper,
    now: datetime,
) -> bytes:
    """The poster as a file. Its main words are Vietnamese whatever the owner's language: visitors read it.

    `vietnamese` turns the English sentences below into Vietnamese.

    Raises:
        NameNotPrintable: the name or the address has characters that the typeface lacks.
    """
    host = urlsplit(public_url).netloc
    inside = f"{parent.name} · " if parent else ""
    poster = qr.poster.Poster(
        text=check_in_url(public_url, code.code),
        heading=vietnamese("Scan the code when you arrive"),
        subheading=vietnamese("No app to install. No account to open."),
        second_language="Scan to check in. No app, no account.",
        venue=venue.name,
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
        accent=_LEAD,
    )
    try:
        return qr.poster.pdf(poster, paper) if form is PosterFormat.PDF else qr.poster.png(poster, paper)
    except CannotPrint as fault:
        raise NameNotPrintable(fault.characters) from None
