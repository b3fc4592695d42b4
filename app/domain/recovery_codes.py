"""The recovery code: what lets somebody without cookies, or with a new phone, come back to their visits.

24 random digits (79 bits) and a check digit. It speaks for a person as a browser's token does, so nobody
needs to keep anything but the digits.
"""

from __future__ import annotations

from typing import Final, NewType

from app.domain.codes import IGNORED
from app.domain.join_errors import RecoveryMistyped
from app.domain.typed_codes import check_digit

RecoveryCode = NewType("RecoveryCode", str)
"""24 digits and a check digit."""

RANDOM_DIGITS: Final = 24
LENGTH: Final = RANDOM_DIGITS + 1
_GROUP: Final = 5


def make_recovery_code(number: int) -> RecoveryCode:
    """The code of a number below 10^24."""
    digits = f"{number % 10**RANDOM_DIGITS:0{RANDOM_DIGITS}d}"
    return RecoveryCode(digits + check_digit(digits))


def parse_recovery_code(text: str) -> RecoveryCode:
    """Read 25 digits, however they are spaced.

    Raises:
        RecoveryMistyped: not 25 digits, or the last does not fit the others.
    """
    digits = text.translate(IGNORED)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()) or check_digit(digits) != "0":
        raise RecoveryMistyped
    return RecoveryCode(digits)


def grouped_recovery(code: RecoveryCode) -> str:
    """The code as it is shown: five groups of five."""
    return " ".join(code[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))
