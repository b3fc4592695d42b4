"""One human in several browsers: how these become one person, and the code by which they are linked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from app.domain.ids import PersonId
from app.domain.join_errors import JoinCodeExpired, JoinCodeUnknown, JoinCodeUsed

JoinCode = NewType("JoinCode", str)
"""Eight digits."""

LENGTH: Final = 8
LIFETIME: Final = timedelta(minutes=10)


class Kind(StrEnum):
    """What was linked, in its holder's words: so that a list of linked browsers can be checked."""

    BROWSER = "browser"
    CHAT_APP = "chat_app"
    INSTALLED = "installed"
    OTHER_PHONE = "other_phone"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Joined:
    """A person that is another one since some moment."""

    person: PersonId
    joined_at: datetime
    kind: Kind


@dataclass(frozen=True, slots=True)
class Invitation:
    """A join code that was shown, and what came of it."""

    person: PersonId
    """Whose browser shows it; whoever types it becomes this person."""
    expires_at: datetime
    used_at: datetime | None = None


def make_join_code(number: int) -> JoinCode:
    """The code of a number below a hundred million."""
    return JoinCode(f"{number % 10**LENGTH:0{LENGTH}d}")


def parse_join_code(text: str) -> JoinCode:
    """Read eight digits, however they are spaced.

    Raises:
        JoinCodeUnknown: not eight digits.
    """
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    if len(digits) != LENGTH:
        raise JoinCodeUnknown
    return JoinCode(digits)


def grouped_join(code: JoinCode) -> str:
    """The code as it is shown: 1234 5678."""
    return f"{code[:4]} {code[4:]}"


def invite(person: PersonId, *, now: datetime) -> Invitation:
    """A new code's invitation."""
    return Invitation(person, now + LIFETIME)


def accepted(invitation: Invitation, *, now: datetime) -> Invitation:
    """The invitation used.

    Raises:
        JoinCodeUsed: a browser has used it, be it the same one.
        JoinCodeExpired: ten minutes have passed.
    """
    if invitation.used_at is not None:
        raise JoinCodeUsed
    if now >= invitation.expires_at:
        raise JoinCodeExpired
    return replace(invitation, used_at=now)
