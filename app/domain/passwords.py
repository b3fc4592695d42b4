"""Which passwords an official may choose."""

from __future__ import annotations

import unicodedata
from typing import Final

from app.domain.errors import InputRefused, Problem
from app.domain.text import fold

SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 200


def normal_password(text: str) -> str:
    """A password in the one form that is hashed: keyboards send the same letter in several forms."""
    return unicodedata.normalize("NFC", text)


def check_password(password: str, user_name: str) -> None:
    """Length is what counts; only what is guessed first is refused.

    Raises:
        InputRefused: too short, too long, the user name, or one character over and over.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise InputRefused([Problem("password", "too_short", (("least", SHORTEST_PASSWORD),))])
    if len(password) > LONGEST_PASSWORD:
        raise InputRefused([Problem("password", "too_long", (("longest", LONGEST_PASSWORD),))])
    plain, name = fold(password), fold(user_name)
    if len(set(plain)) == 1 or not plain.replace(name, ""):
        raise InputRefused([Problem("password", "easy_password")])
