"""Whether the public address keeps the symbol on posters as small as it can be."""

from __future__ import annotations

from typing import Final

from app.domain.codes import check_in_url, make_code
from qr.symbol import encode

BEST_VERSION: Final = 3
"""29 modules at level Q: what an address with a host of at most 19 characters takes."""

_WIDEST: Final = make_code(2**80 - 1)
"""All letters: digits would be packed tighter."""


def check_public_url(public_url: str) -> str | None:
    """What is lost by this address, in one sentence for an operator; None when nothing is.

    A larger symbol has smaller modules on the same sheet, so phones read it from less far away.
    """
    symbol = encode(check_in_url(public_url, _WIDEST))
    if symbol.version <= BEST_VERSION:
        return None
    small = 17 + 4 * BEST_VERSION
    share = 100 * (small + 8) // symbol.full_size
    return (
        f"GHE_PUBLIC_URL: posters of {public_url} have {symbol.size} modules a side, not {small}, and phones "
        f"read them from {share} % of the distance. A host of at most 19 characters keeps them at {small}."
    )
