"""An owner prints the poster of a venue's code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

import qr.poster
from app.domain.codes import IssuedCode, check_in_url, grouped_typed
from app.domain.policy import Policy
from app.domain.venues import Venue
from qr.sheet import Paper

_LEAD: Final = "#0b6e6e"


class PosterFormat(StrEnum):
    """What the file is."""

    PDF = "pdf"
    PNG = "png"


def print_poster(
    venue: Venue,
    code: IssuedCode,
    *,
    public_url: str,
    policy: Policy,
    vietnamese: Callable[..., str],
    form: PosterFormat,
    paper: Paper,
    now: datetime,
) -> bytes:
    """The poster as a file. Its main words are Vietnamese whatever the owner's language: visitors read it.

    `vietnamese` turns the English sentences below into Vietnamese.
    """
    host = urlsplit(public_url).netloc
    poster = qr.poster.Poster(
        text=check_in_url(public_url, code.code),
        heading=vietnamese("Scan the code when you arrive"),
        subheading=vietnamese("No app to install. No account to open."),
        second_language="Scan to check in. No app, no account.",
        venue=venue.name,
        address=venue.registration.address,
        captions=(
            vietnamese("Open the camera"),
            vietnamese("Tap once"),
            vietnamese("Show the receipt"),
        ),
        typed_code=vietnamese(
            "Cannot scan? Type %(code)s at %(host)s, or ask the staff.",
            code=grouped_typed(code.typed),
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
        accent=_LEAD,
    )
    return qr.poster.pdf(poster, paper) if form is PosterFormat.PDF else qr.poster.png(poster, paper)
