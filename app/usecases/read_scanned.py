"""What somebody scanned or typed, read and, where it is signed, checked: no database is asked."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.addresses import parse_address
from app.domain.codes import Code
from app.domain.screen_codes import ScreenCode
from app.domain.signed_codes import SignedCode
from app.vault.code_signatures import verified
from app.vault.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class Scanned:
    """A code, and what came with it."""

    code: Code
    screen: ScreenCode | None = None
    """As a screen showed it; what that proves is weighed against the time."""


def read_scanned(text: str, keys: KeyStore) -> Scanned:
    """Read what stands behind /V/. A signed code with a good signature is the same as the code inside.

    Raises:
        CodeMistyped: no code at all, or misread.
        SignatureWrong, CodeKeyUnknown, CodeKeyRetired: a signed code that this city does not stand by.
    """
    found = parse_address(text)
    if isinstance(found, SignedCode):
        return Scanned(verified(found, keys.codes.get(found.key).public))
    if isinstance(found, ScreenCode):
        return Scanned(found.code, found)
    return Scanned(found)
