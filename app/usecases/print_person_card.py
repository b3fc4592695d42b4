"""A card for somebody without a phone is printed: one of card size, or ten on an A4 to be cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import qr.pdf
from app.usecases.poster_mark import poster_mark
from app.usecases.sheet_file import LEAD
from qr.person_card import PersonCard, back, front, sheets

_ONE_LINE: Final = 12
"""Characters of a number that stand in one line; of a longer one the groups stand under each other."""


@dataclass(frozen=True, slots=True)
class CardToPrint:
    """What tells one card from another. Neither number nor symbol says whose it is or opens anything."""

    number: str
    """As people read it, in groups: 12345 67890 12345."""
    last_day: date
    text: str = ""
    """What the symbol carries; a card without one is typed."""


def print_person_cards(
    cards: Sequence[CardToPrint],
    *,
    hotline: str,
    vietnamese: Callable[..., str],
    on_a4: bool,
) -> bytes:
    """The cards as a PDF: front and back by turns, each a page of card size or a page of ten.

    `hotline` is written as people dial it.
    """
    said = [_card(card, hotline, vietnamese) for card in cards]
    if on_a4:
        return qr.pdf.write_pages(sheets(said))
    return qr.pdf.write_pages(side(card) for card in said for side in (front, back))


def _card(card: CardToPrint, hotline: str, vietnamese: Callable[..., str]) -> PersonCard:
    return PersonCard(
        text=card.text,
        number=card.number if len(card.number) > _ONE_LINE else card.number.replace(" ", "\u00a0"),
        title=vietnamese("Ghé card"),
        second_title="Ghé card",
        expires=vietnamese("Valid until %(date)s", date=f"{card.last_day:%d/%m/%Y}"),
        promise=vietnamese("This card shows nothing about you and opens nothing by itself."),
        second_promise="This card shows nothing about you and opens nothing by itself.",
        usage=vietnamese("Hand it to the staff when you arrive. They scan it or type the number."),
        second_usage="Hand it to the staff when you arrive. They scan it or type the number.",
        hotline=vietnamese(
            "Lost the card, or need help? Call %(hotline)s", hotline=hotline.replace(" ", "\u00a0")
        ),
        mark=poster_mark(),
        accent=LEAD,
    )
