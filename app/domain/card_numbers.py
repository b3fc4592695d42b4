"""The number of a card: fourteen random digits and a check digit, and what scanners and keyboards make of it.

Digits alone, because a hand scanner types like a keyboard, and Vietnamese input methods rewrite what is
typed: Telex turns letters into marks (`aa` into `â`), VNI digits where a vowel stands before them.
Fifteen digits in a row give neither anything to do.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NewType

from app.domain.card_errors import CardMistyped
from app.domain.codes import IGNORED
from app.domain.typed_codes import check_digit

CardNumber = NewType("CardNumber", str)
"""14 digits and a check digit."""

RANDOM_DIGITS: Final = 14
LENGTH: Final = RANDOM_DIGITS + 1
_GROUP: Final = 5
_AIM: Final = re.compile(r"\s*[\]ưƯ][a-zA-Z][0-9a-zA-Z]")
"""What some scanners type first: ISO/IEC 15424, `]Q1` for a QR code. Telex makes `ư` of the bracket."""
_LONGEST: Final = 60
"""Characters that are looked at: somebody may scan a whole page into the field."""


def make_card_number(number: int) -> CardNumber:
    """The card number of a number from 0 to 99,999,999,999,999."""
    digits = f"{number % 10**RANDOM_DIGITS:0{RANDOM_DIGITS}d}"
    return CardNumber(digits + check_digit(digits))


def parse_card_number(text: str) -> CardNumber:
    """Read fifteen digits as they are typed or scanned.

    Left out are spaces, hyphens and points, line ends, tabs and other control characters around and between
    them, and the three characters with which a scanner names the kind of symbol. Digits of full width count.

    Raises:
        CardMistyped: not fifteen digits, or the last does not fit the others. What was typed is not in it.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST])
    plain = "".join(c for c in plain if not unicodedata.category(c).startswith("C"))
    digits = _AIM.sub("", plain, count=1) if _AIM.match(plain) else plain
    digits = digits.translate(IGNORED)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()) or check_digit(digits) != "0":
        raise CardMistyped
    return CardNumber(digits)


def grouped_card(number: CardNumber) -> str:
    """The number as it is printed: 12345 67890 12345."""
    return " ".join(number[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))
