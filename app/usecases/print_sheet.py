"""An owner prints a venue's code on something smaller than a poster: a table tent, stickers, a door card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

import qr.pdf
from app.domain.issued_codes import IssuedCode
from app.domain.policy import Policy
from app.domain.typed_codes import grouped_typed
from app.domain.venues import Venue
from app.domain.zones import Zone
from app.usecases.poster_address import poster_address
from app.usecases.poster_mark import poster_mark
from app.usecases.sheet_file import LEAD, SheetForm, printable, sheet_file
from app.vault.keystore import KeyStore
from qr import door_card, stickers, tent
from qr.paper import Paper
from qr.sheet import Sheet
from qr.symbol import Level

_NO_BREAK: Final = "\u00a0"


class SheetKind(StrEnum):
    """What an owner may choose from."""

    TENT = "tent"
    TENT_IN_THREE = "tent-in-three"
    STICKERS = "stickers"
    SMALL_STICKERS = "small-stickers"
    DOOR_CARD = "door-card"
    LARGE_DOOR_CARD = "large-door-card"


@dataclass(frozen=True, slots=True)
class _Said:
    """The words that these sheets share, in Vietnamese whatever the owner's language: visitors read them."""

    text: str
    level: Level
    venue: str
    heading: str
    second_language: str
    cannot_scan: str
    typed_code: str
    right_address: str
    base: str
    footer: str


def print_sheet(
    kind: SheetKind,
    venue: Venue,
    code: IssuedCode,
    *,
    public_url: str,
    keys: KeyStore,
    policy: Policy,
    vietnamese: Callable[..., str],
    form: SheetForm,
    now: datetime,
    zone: Zone | None = None,
) -> bytes:
    """The sheet as a file; with `zone`, under its name, for a code of it.

    Raises:
        NameNotPrintable: the name has characters that the typeface lacks.
        NameDoesNotFit: the name is too long for this sheet.
    """
    said = _said(
        venue,
        code,
        zone,
        public_url=public_url,
        keys=keys,
        policy=policy,
        vietnamese=vietnamese,
        now=now,
    )
    with printable():
        sheet = _LAYOUTS[kind](said)
    return sheet_file(sheet, form)


def print_zones(
    kind: SheetKind,
    venue: Venue,
    coded: Sequence[tuple[Zone, IssuedCode]],
    *,
    public_url: str,
    keys: KeyStore,
    policy: Policy,
    vietnamese: Callable[..., str],
    now: datetime,
) -> bytes:
    """One document for all zones: a label each on sheets of stickers, else a page each.

    Raises:
        NameNotPrintable, NameDoesNotFit: as `print_sheet`, for any of them.
    """
    said = [
        _said(
            venue,
            code,
            zone,
            public_url=public_url,
            keys=keys,
            policy=policy,
            vietnamese=vietnamese,
            now=now,
        )
        for zone, code in coded
    ]
    with printable():
        if kind in _LABELS:
            grid = stickers.LABELS[_LABELS[kind]]
            return qr.pdf.write_pages(list(stickers.sheets([_sticker(one) for one in said], grid)))
        return qr.pdf.write_pages([_LAYOUTS[kind](one) for one in said])


def _said(
    venue: Venue,
    code: IssuedCode,
    zone: Zone | None,
    *,
    public_url: str,
    keys: KeyStore,
    policy: Policy,
    vietnamese: Callable[..., str],
    now: datetime,
) -> _Said:
    text, level = poster_address(code.code, public_url=public_url, keys=keys, policy=policy, now=now)
    typed = grouped_typed(code.typed).replace(" ", _NO_BREAK)
    host = urlsplit(public_url).netloc
    return _Said(
        text=text,
        level=level,
        venue=called(venue, zone),
        heading=vietnamese("Scan the code when you arrive"),
        second_language="Scan to check in. No app, no account.",
        cannot_scan=vietnamese(
            "Cannot scan? Type %(code)s at %(host)s, or ask the staff.", code=typed, host=host
        ),
        typed_code=vietnamese("Code %(code)s at %(host)s", code=typed, host=host),
        right_address=vietnamese(
            "The right site is: %(host)s. Any other site: enter nothing, tell the staff.", host=host
        ),
        base=vietnamese("Base of the tent: fold it inwards, then tape the two edges together."),
        footer=vietnamese(
            "Printed %(date)s · Code %(code)s",
            date=f"{now.astimezone(policy.zone):%d/%m/%Y}",
            code=code.code[-5:],
        ),
    )


def called(venue: Venue, zone: Zone | None) -> str:
    """The name on a sheet; a table's comes first, because that is what a guest looks for."""
    return venue.name if zone is None else f"{zone.name} · {venue.name}"


def _tent(said: _Said, parts: tent.Parts) -> Sheet:
    words = tent.Tent(
        text=said.text,
        level=said.level,
        heading=said.heading,
        second_language=said.second_language,
        venue=said.venue,
        typed_code=said.cannot_scan,
        right_address=said.right_address,
        base=said.base,
        brand="Ghé",
        mark=poster_mark(),
        accent=LEAD,
    )
    return tent.sheet(words, parts)


def _sticker(said: _Said) -> stickers.Sticker:
    return stickers.Sticker(
        text=said.text,
        level=said.level,
        heading=said.heading,
        venue=said.venue,
        typed_code=said.typed_code,
        brand="Ghé",
        mark=poster_mark(),
        accent=LEAD,
    )


def _stickers(said: _Said, kind: SheetKind) -> Sheet:
    return stickers.sheet(_sticker(said), stickers.LABELS[_LABELS[kind]])


def _door_card(said: _Said, paper: Paper) -> Sheet:
    words = door_card.DoorCard(
        text=said.text,
        level=said.level,
        heading=said.heading,
        second_language=said.second_language,
        venue=said.venue,
        typed_code=said.cannot_scan,
        footer=said.footer,
        brand="Ghé",
        mark=poster_mark(),
        accent=LEAD,
    )
    return door_card.sheet(words, paper)


_LABELS: Final = {SheetKind.STICKERS: "8", SheetKind.SMALL_STICKERS: "24"}
_LAYOUTS: Final[dict[SheetKind, Callable[[_Said], Sheet]]] = {
    SheetKind.TENT: lambda said: _tent(said, tent.Parts.TWO),
    SheetKind.TENT_IN_THREE: lambda said: _tent(said, tent.Parts.THREE),
    SheetKind.STICKERS: lambda said: _stickers(said, SheetKind.STICKERS),
    SheetKind.SMALL_STICKERS: lambda said: _stickers(said, SheetKind.SMALL_STICKERS),
    SheetKind.DOOR_CARD: lambda said: _door_card(said, Paper.A6),
    SheetKind.LARGE_DOOR_CARD: lambda said: _door_card(said, Paper.A5),
}
