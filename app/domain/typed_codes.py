"""The code for people: eight digits and a check digit, typed where no camera helps."""

from __future__ import annotations

from typing import NewType

from app.domain.codes import IGNORED
from app.domain.errors import CodeMistyped

TypedCode = NewType("TypedCode", str)
"""8 digits and a check digit."""

TYPED_LENGTH = 9

# A totally anti-symmetric quasigroup of order 10 (H. Michael Damm, 2004): one wrong digit and two
# neighbours changed round both give a non-zero end state.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def check_digit(digits: str) -> str:
    """The Damm check digit of digits; "0" for digits that already end with theirs."""
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return str(state)


def make_typed_code(number: int) -> TypedCode:
    """The typed code of a number from 0 to 99,999,999."""
    digits = f"{number % 10**8:08d}"
    return TypedCode(digits + check_digit(digits))


def parse_typed_code(text: str) -> TypedCode:
    """Read nine digits, however they are spaced.

    Raises:
        CodeMistyped: not nine digits, or the last does not fit the others.
    """
    digits = text.translate(IGNORED)
    plain = digits.isascii() and digits.isdigit()
    if len(digits) != TYPED_LENGTH or not plain or check_digit(digits) != "0":
        raise CodeMistyped(text[:40])
    return TypedCode(digits)


def grouped_typed(code: TypedCode) -> str:
    """The typed code as it is printed: 1234 5678 9."""
    return f"{code[:4]} {code[4:8]} {code[8:]}"
