"""Whether a poster can show a name, asked before the venue is kept."""

from __future__ import annotations

from typing import Final

import qr.fonts
import qr.poster
from app.domain.errors import NameNotPrintable
from app.domain.text import clean
from qr.errors import CannotPrint
from qr.fonts import Face

_SHOWN: Final[set[str]] = set()
"""Characters that every face was found to show; no more than the typeface has."""


def check_printable(text: str) -> None:
    """Refuse a name or an address that no poster could show.

    Raises:
        NameNotPrintable: with the characters that the typeface lacks.
    """
    said = clean(text)
    if _SHOWN.issuperset(said):
        return
    try:
        for face in Face:
            qr.fonts.check(said, face)
    except CannotPrint as fault:
        raise NameNotPrintable(fault.characters) from None
    _SHOWN.update(said)
