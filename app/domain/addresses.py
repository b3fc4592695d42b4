"""What stands behind /V/ in an address: a plain code, a signed one, or one that a screen showed.

    17 characters   0123456789ABCDEFX                    what a poster carries
    27 characters   the code, a hint and a tag           what a screen shows, `screen_codes`
   123 characters   a head, the code and a signature     what a signed poster carries, `signed_codes`

The length tells them apart. People type none of the longer two.
"""

from __future__ import annotations

from typing import Final

from app.domain.codes import IGNORED, Code, parse_code
from app.domain.screen_codes import SCREEN_CODE_LENGTH, ScreenCode, parse_screen_code
from app.domain.signed_codes import SIGNED_CODE_LENGTH, SignedCode, parse_signed_code

Address = Code | ScreenCode | SignedCode

LONGEST_ADDRESS: Final = 160
"""Characters that are looked at: a signed code and what people put between its characters."""


def parse_address(text: str) -> Address:
    """Read what stands behind /V/, forgiving as `parse_code` is.

    Raises:
        CodeMistyped: it is none of the three.
    """
    length = len(text.translate(IGNORED))
    if length == SCREEN_CODE_LENGTH:
        return parse_screen_code(text)
    if length == SIGNED_CODE_LENGTH:
        return parse_signed_code(text)
    return parse_code(text)
