"""What a poster carries for cameras: a code of 17 characters. People type the one of `typed_codes`.

Both are addresses, never credentials: knowing one proves nothing about having been there.
"""

from __future__ import annotations

from typing import NewType

from app.domain.errors import CodeMistyped

Code = NewType("Code", str)
"""16 characters of Crockford base32 (80 random bits) and a check character."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 17
_CODE_BITS = 80
_VALUE = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
IGNORED = str.maketrans("", "", " -.\u00a0\t")
"""What people put between the characters of either code."""


def _times_alpha(value: int) -> int:
    """The product with alpha in GF(32), the field of x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def _check_value(values: list[int]) -> int:
    """The value c for which the polynomial with these coefficients, then c, is zero at alpha.

    One wrong character changes it by a non-zero multiple of a power of alpha, and two neighbours changed
    round by their difference times (alpha + 1): neither is ever zero, so both are always caught.
    """
    remainder = 0
    for value in values:
        remainder = _times_alpha(remainder ^ value)
    return remainder


def make_code(randomness: int) -> Code:
    """The code that carries the low 80 bits of `randomness`."""
    values = [randomness >> shift & 31 for shift in range(_CODE_BITS - 5, -1, -5)]
    return Code("".join(ALPHABET[v] for v in [*values, _check_value(values)]))


def parse_code(text: str) -> Code:
    """Read a code as scanned or typed: any case, spaces and hyphens, O for 0, I and L for 1.

    Raises:
        CodeMistyped: the wrong length, a foreign character, or a check character that does not fit.
    """
    try:
        values = [_VALUE[character] for character in text.upper().translate(IGNORED)]
    except KeyError:
        raise CodeMistyped(text[:40]) from None
    if len(values) != CODE_LENGTH or _check_value(values[:-1]) != values[-1]:
        raise CodeMistyped(text[:40])
    return Code("".join(ALPHABET[v] for v in values))


def grouped(code: Code) -> str:
    """The code as it is printed: 4-4-4-5."""
    return f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}"


def check_in_url(public_url: str, code: Code) -> str:
    """The address inside the symbol, in capitals: QR's alphanumeric mode has no small letters.

    It comes from the setting, never from a request's Host header, which whoever asks can choose.
    """
    return f"{public_url.rstrip('/')}/V/{code}".upper()
