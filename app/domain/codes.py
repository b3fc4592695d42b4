"""What a poster carries: a code of 17 characters for cameras, a typed code of 9 digits for people.

Both are addresses, never credentials: knowing one proves nothing about having been there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from app.domain.errors import CodeMistyped, CodeRevoked
from app.domain.ids import VenueId, ZoneId

Code = NewType("Code", str)
"""16 characters of Crockford base32 (80 random bits) and a check character."""
TypedCode = NewType("TypedCode", str)
"""8 digits and a check digit."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 17
TYPED_LENGTH = 9
_CODE_BITS = 80
_VALUE = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_IGNORED = str.maketrans("", "", " -.\u00a0\t")


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
        values = [_VALUE[character] for character in text.upper().translate(_IGNORED)]
    except KeyError:
        raise CodeMistyped(text[:40]) from None
    if len(values) != CODE_LENGTH or _check_value(values[:-1]) != values[-1]:
        raise CodeMistyped(text[:40])
    return Code("".join(ALPHABET[v] for v in values))


def grouped(code: Code) -> str:
    """The code as it is printed: 4-4-4-5."""
    return f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}"


# A totally anti-symmetric quasigroup of order 10 (H. Michael Damm, 2004): one wrong digit and two
# neighbours changed round both give a non-zero end state.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def _damm(digits: str) -> str:
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return str(state)


def make_typed_code(number: int) -> TypedCode:
    """The typed code of a number from 0 to 99,999,999."""
    digits = f"{number % 10**8:08d}"
    return TypedCode(digits + _damm(digits))


def parse_typed_code(text: str) -> TypedCode:
    """Read nine digits, however they are spaced.

    Raises:
        CodeMistyped: not nine digits, or the last does not fit the others.
    """
    digits = text.translate(_IGNORED)
    if len(digits) != TYPED_LENGTH or not (digits.isascii() and digits.isdigit()) or _damm(digits) != "0":
        raise CodeMistyped(text[:40])
    return TypedCode(digits)


def grouped_typed(code: TypedCode) -> str:
    """The typed code as it is printed: 1234 5678 9."""
    return f"{code[:4]} {code[4:8]} {code[8:]}"


def check_in_url(public_url: str, code: Code) -> str:
    """The address inside the symbol, in capitals: QR's alphanumeric mode has no small letters.

    It comes from the setting, never from a request's Host header, which whoever asks can choose.
    """
    return f"{public_url.rstrip('/')}/V/{code}".upper()


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code in force at a venue, or in one of its zones."""

    code: Code
    typed: TypedCode
    venue: VenueId
    zone: ZoneId | None
    valid_from: datetime
    valid_until: datetime | None = None
    revoked_at: datetime | None = None

    def admit(self, entered_at: datetime) -> None:
        """Let a check-in pass, or say why not.

        What counts is when the person entered, not when the message arrived: a phone that was offline while
        its venue changed the code loses nothing. Such an entry is flagged as late by `visits.start`.

        Raises:
            CodeRevoked: entered after it was revoked or after its grace period.
        """
        for end in (self.valid_until, self.revoked_at):
            if end is not None and entered_at >= end:
                raise CodeRevoked(self.code)
