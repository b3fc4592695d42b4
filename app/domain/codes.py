"""What a poster carries for cameras: a code of 17 characters. People type the one of `typed_codes`.

Both are addresses, never credentials: knowing one proves nothing about having been there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NewType

from app.domain.errors import CodeMistyped

Code = NewType("Code", str)
"""16 characters of Crockford base32 (80 random bits) and a check character."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 17
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
    values = digits_of(randomness, CODE_LENGTH - 1)
    return Code(characters([*values, _check_value(values)]))


@lru_cache(maxsize=20_000)
def parse_code(text: str) -> Code:
    """Read a code as scanned or typed: any case, spaces and hyphens, O for 0, I and L for 1.

    Raises:
        CodeMistyped: the wrong length, a foreign character, or a check character that does not fit.
    """
    values = read_characters(text)
    if len(values) != CODE_LENGTH or _check_value(values[:-1]) != values[-1]:
        raise CodeMistyped(text[:40])
    return Code(characters(values))


def read_characters(text: str) -> list[int]:
    """The values, 0 to 31, of characters as they are scanned or typed; what is put between them is left out.

    Raises:
        CodeMistyped: a character that is none of the alphabet's.
    """
    try:
        return [_VALUE[character] for character in text.upper().translate(IGNORED)]
    except KeyError:
        raise CodeMistyped(text[:40]) from None


def characters(values: Iterable[int]) -> str:
    """Values from 0 to 31 as characters."""
    return "".join(ALPHABET[value] for value in values)


def number_of(values: Iterable[int]) -> int:
    """The number that values from 0 to 31 are the digits of, the highest first."""
    number = 0
    for value in values:
        number = number << 5 | value
    return number


def digits_of(number: int, length: int) -> list[int]:
    """The same back: the lowest `length` digits of a number in base 32."""
    return [number >> shift & 31 for shift in range(5 * (length - 1), -1, -5)]


def grouped(code: Code) -> str:
    """The code as it is printed: 4-4-4-5."""
    return f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}"


def check_in_url(public_url: str, code: str) -> str:
    """The address inside the symbol, in capitals: QR's alphanumeric mode has no small letters.

    `code` is a plain code, a signed one or a screen's: `app.domain.addresses` reads all three back.

    It comes from the setting, never from a request's Host header, which whoever asks can choose.
    """
    return f"{public_url.rstrip('/')}/V/{code}".upper()
