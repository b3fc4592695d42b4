"""A language that nobody speaks, for tests: longer, accented, in brackets, and readable as English.

What shows without brackets was never given to the translators; what is cut off has no room to grow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Final

from app.web import words

_ACCENTED: Final = str.maketrans(
    "AÁBCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅÁƁĆĎĒḞĞĦĪĴĶĹṀŃŐṖǪŔŠŦŮṼŴẊŸŽåƀćďḗƒğħīĵķĺḿńőṗɋřşŧůṽẁẋẏž",
)
_GAP: Final = re.compile(r"(%\(\w+\)s|%%|\{\w+\})")
_LONGER: Final = 0.4
"""Vietnamese and Khmer need about so much more than English."""


def pseudo(text: str) -> str:
    """`[Ŧḗẋŧ ~~]`: gaps stay as they are, and the rest grows by 40 %."""
    parts = _GAP.split(text)
    accented = "".join(part if place % 2 else part.translate(_ACCENTED) for place, part in enumerate(parts))
    return f"[{accented} {'~' * max(1, ceil(len(text) * _LONGER) - 3)}]"


@contextmanager
def speaking_pseudo(lang: str = "en") -> Iterator[None]:
    """Within, pages in `lang` are in this language."""
    words.INSTEAD[lang] = pseudo
    try:
        yield
    finally:
        del words.INSTEAD[lang]
