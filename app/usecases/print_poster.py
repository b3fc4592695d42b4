"""An owner prints the poster of a venue's code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

import qr.fonts
import qr.poster
from app.domain.codes import IssuedCode, check_in_url, grouped_typed
from app.domain.errors import NameNotPrintable
from app.domain.policy import Policy
from app.domain.text import clean
from app.domain.venues import Venue
from qr.errors import CannotPrint
from qr.fonts import Face
from qr.shapes import Shape, arc, placed, stroke
from qr.sheet import Paper

_LEAD: Final = "#0b6e6e"
_NO_BREAK: Final = "\u00a0"


def _mark() -> Shape:
    """The brand's sign as app/web/static/mark.svg draws it: a doorway whose line comes round to a dot.

    One outline, for the even-odd rule would leave a hole where a line and a dot of their own overlap.
    """
    roof = arc(12, 9.8, 8, -20, -96) + arc(12, 9.8, 8, -104, -180)
    line = stroke(3.2, *roof, (4, 21), (19.5, 21), (19.5, 14), (14.77, 14))
    dot = arc(12, 14, 3.2, 30, 130) + arc(12, 14, 3.2, 130, 230) + arc(12, 14, 3.2, 230, 330)
    middle = len(line) // 2  # the far end, where the pen turns back
    return placed(((*line[:middle], *dot, *line[middle:]),), 0, 0, 1 / 24)


class PosterFormat(StrEnum):
    """What the file is."""

    PDF = "pdf"
    PNG = "png"


def check_printable(text: str) -> None:
    """Refuse a name or an address that no poster could show.

    Raises:
        NameNotPrintable: with the characters that the typeface lacks.
    """
    try:
        for face in Face:
            qr.fonts.check(clean(text), face)
    except CannotPrint as fault:
        raise NameNotPrintable(fault.characters) from None


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
        mark=_mark(),
        accent=_LEAD,
    )
    try:
        return qr.poster.pdf(poster, paper) if form is PosterFormat.PDF else qr.poster.png(poster, paper)
    except CannotPrint as fault:
        raise NameNotPrintable(fault.characters) from None
