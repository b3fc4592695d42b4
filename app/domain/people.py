"""Persons and the details they may leave. A person is random bits; details exist only sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NewType

from app.domain.errors import InputRefused, Problem, Refusal
from app.domain.ids import PersonId
from app.domain.text import clean, looks_like_markup

DeviceToken = NewType("DeviceToken", bytes)
"""256 random bits that a phone keeps; the server keeps only their SHA-256."""

TOKEN_BYTES = 32
NAME_LENGTH = 60
_NAME_BYTES = 200  # what fits into the sealed form beside the longest number


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How to reach a person. Never stored in this form."""

    name: str
    phone: str
    """E.164, for example +84901234567."""


@dataclass(frozen=True, slots=True)
class SealedContact:
    """Contact details as a phone sealed them: for one person on one local day."""

    epoch: date
    person: PersonId
    blob: bytes


class ContactRefused(Refusal):
    """Sealed for another person or another day, or not sealed at all."""


def contact_details(name: str, phone: str | None) -> ContactDetails:
    """Check a name and an already parsed phone number (None: it could not be parsed).

    Raises:
        InputRefused: every problem at once.
    """
    name = clean(name)
    problems = []
    if not name:
        problems.append(Problem("name", "missing"))
    elif len(name) > NAME_LENGTH or len(name.encode()) > _NAME_BYTES:
        problems.append(Problem("name", "too_long", (("longest", NAME_LENGTH),)))
    elif looks_like_markup(name):
        problems.append(Problem("name", "markup"))
    if phone is None:
        problems.append(Problem("phone", "phone"))
        raise InputRefused(problems)
    if problems:
        raise InputRefused(problems)
    return ContactDetails(name, phone)
