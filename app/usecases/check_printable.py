"""Whether a poster can show a name, asked before the venue is kept."""

from __future__ import annotations

import qr.fonts
import qr.poster
from app.domain.errors import NameNotPrintable
from app.domain.text import clean
from qr.errors import CannotPrint
from qr.fonts import Face


def check_printable(text: str) -> None:
    """Refuse a name or an address that no poster could show.

    Raises:
        NameNotPrintable: with the characters that the typeface lacks.
    """
    said = clean(text)
    try:
        for face in Face:
            qr.fonts.check(said, face)
    except CannotPrint as fault:
        raise NameNotPrintable(fault.characters) from None
