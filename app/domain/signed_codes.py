"""A code with a signature: a phone without a network can tell a poster of this city from a forged one.

    1 K K CCCCCCCCCCCCCCCCC SSS...S
    |  |          |            `-- 103 characters: the 64 bytes of an Ed25519 signature (RFC 8032)
    |  |          `-- 17 characters: the code, as an unsigned poster carries it
    |  `-- 2 characters: which key has signed
    `-- 1 character: this form

All in the base32 of the code, so that the address stays in QR's alphanumeric mode: 123 characters, with a
host of 19 characters as much as version 6 holds at level M. The signature proves who printed the code, not
where it hangs: it makes forging posters pointless and replaying them no harder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NewType

from app.domain.codes import CODE_LENGTH, Code, characters, digits_of, number_of, parse_code, read_characters
from app.domain.errors import CodeMistyped

CodeKeyId = NewType("CodeKeyId", str)
"""Two characters of the code's alphabet, counted up from 01."""

SIGNATURE_BYTES: Final = 64
_FORM: Final = 1
_KEY_LENGTH: Final = 2
_HEAD: Final = 1 + _KEY_LENGTH + CODE_LENGTH
_SIGNATURE_LENGTH: Final = 103
_SPARE_BITS: Final = 5 * _SIGNATURE_LENGTH - 8 * SIGNATURE_BYTES
SIGNED_CODE_LENGTH: Final = _HEAD + _SIGNATURE_LENGTH
MOST_KEYS: Final = (1 << 5 * _KEY_LENGTH) - 1


@dataclass(frozen=True, slots=True)
class SignedCode:
    """A code, and what somebody says is its signature: nothing here has been checked."""

    code: Code
    key: CodeKeyId
    signature: bytes
    """64 bytes."""

    def written(self) -> str:
        """The 123 characters inside the symbol."""
        number = int.from_bytes(self.signature, "big") << _SPARE_BITS
        return signed_head(self.code, self.key) + characters(digits_of(number, _SIGNATURE_LENGTH))


def signed_head(code: Code, key: CodeKeyId) -> str:
    """The 20 characters before the signature, which are what is signed."""
    return characters([_FORM]) + key + code


def signed_text(code: Code, key: CodeKeyId) -> bytes:
    """The bytes that the signature covers; the words in front keep it from meaning anything elsewhere."""
    return f"ghe signed code\n{signed_head(code, key)}".encode()


def code_key_id(number: int) -> CodeKeyId:
    """The id of the key with this number, 1 to 1,023."""
    return CodeKeyId(characters(digits_of(number, _KEY_LENGTH)))


def parse_code_key_id(text: str) -> CodeKeyId:
    """Read a key id as somebody types it.

    Raises:
        CodeMistyped: it cannot be one.
    """
    values = read_characters(text)
    if len(values) != _KEY_LENGTH:
        raise CodeMistyped(text[:40])
    return CodeKeyId(characters(values))


def parse_signed_code(text: str) -> SignedCode:
    """Read the 123 characters. The signature is not checked here.

    Each signed code has one spelling: the bits that the signature leaves over must be zero.

    Raises:
        CodeMistyped: another length or form, a foreign character, or a check character that does not fit.
    """
    values = read_characters(text)
    signature = number_of(values[_HEAD:])
    if len(values) != SIGNED_CODE_LENGTH or values[0] != _FORM or signature & (1 << _SPARE_BITS) - 1:
        raise CodeMistyped(text[:40])
    key, code = characters(values[1 : 1 + _KEY_LENGTH]), characters(values[1 + _KEY_LENGTH : _HEAD])
    held = (signature >> _SPARE_BITS).to_bytes(SIGNATURE_BYTES, "big")
    return SignedCode(parse_code(code), CodeKeyId(key), held)
