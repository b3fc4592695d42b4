"""The identified human of a case file. Exists in this form only while somebody works on it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import InputRefused, Problem
from app.domain.text import clean, looks_like_markup

NAME_LENGTH = 80
ADDRESS_LENGTH = 200
_OLDEST = 120


@dataclass(frozen=True, slots=True)
class Subject:
    """Who the ill person is and how to reach them."""

    name: str
    phone: str | None
    """E.164; None when there is none."""
    birth_year: int | None
    address: str


def checked_subject(
    *, name: str, phone: str | None, birth_year: int | None, address: str, this_year: int
) -> Subject:
    """Check what an official typed about the ill person.

    Raises:
        InputRefused: every problem at once.
    """
    name, address = clean(name), clean(address)
    problems = []
    if not name:
        problems.append(Problem("name", "missing"))
    elif len(name) > NAME_LENGTH:
        problems.append(Problem("name", "too_long", (("longest", NAME_LENGTH),)))
    elif looks_like_markup(name):
        problems.append(Problem("name", "markup"))
    if len(address) > ADDRESS_LENGTH:
        problems.append(Problem("address", "too_long", (("longest", ADDRESS_LENGTH),)))
    if birth_year is not None and not this_year - _OLDEST <= birth_year <= this_year:
        least = this_year - _OLDEST
        problems.append(Problem("birth_year", "range", (("least", least), ("most", this_year))))
    if problems:
        raise InputRefused(problems)
    return Subject(name, phone, birth_year, address)
