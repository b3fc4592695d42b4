"""Health officials, how they prove who they are, and whose data they may see."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.domain.errors import InputRefused, Problem, TooManyTries
from app.domain.ids import OfficialId
from app.domain.roles import PERMISSIONS, Permission, Role
from app.domain.text import clean, fold, looks_like_markup

NAME_LENGTH: Final = 120
SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 200
_USER_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
_AREA_CODE: Final = re.compile(r"[0-9A-Za-z._-]{1,16}")


@dataclass(frozen=True, slots=True)
class Official:
    """One official, with one role in one jurisdiction."""

    id: OfficialId
    user_name: str
    full_name: str
    role: Role
    jurisdiction: str | None
    """The code of the area whose data this official works with; None is the whole city."""
    disabled_at: datetime | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the role includes this, and the official still serves."""
        return self.disabled_at is None and permission in PERMISSIONS[self.role]

    def covers(self, jurisdiction: str | None) -> bool:
        """Whether data of this jurisdiction is the official's to see: the one rule that filters rows.

        Data of the whole city (None) is seen only by officials of the whole city.
        """
        return self.jurisdiction is None or self.jurisdiction == jurisdiction


class LinkPurpose(StrEnum):
    """What a one-time link does when its button is pressed."""

    SET_UP = "set_up"
    DEMO = "demo"


LINK_LIFETIME: Final = {LinkPurpose.SET_UP: timedelta(hours=24), LinkPurpose.DEMO: timedelta(minutes=10)}


@dataclass(frozen=True, slots=True)
class SignInLink:
    """A link that serves one official once."""

    official: OfficialId
    purpose: LinkPurpose
    expires_at: datetime
    used_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Neither used nor too old."""
        return self.used_at is None and now < self.expires_at


FREE_TRIES: Final = 5
"""Failures before waiting begins: enough for a mistyped password and a code that ran out."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
TRIES_FORGOTTEN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed sign-ins in a row under one user name, whether or not anybody has that name."""

    failures: int = 0
    last_at: datetime | None = None

    def admit(self, now: datetime) -> None:
        """Let one more try pass.

        The wait doubles from 30 seconds and ends at a quarter of an hour: guessing stays hopeless beside a
        second factor, and nobody who knows a user name can lock its owner out for a day.

        Raises:
            TooManyTries: it is too early.
        """
        if self.last_at is None or self.failures < FREE_TRIES:
            return
        doublings = min(self.failures - FREE_TRIES, 10)
        until = self.last_at + min(_FIRST_WAIT * 2**doublings, _LONGEST_WAIT)
        if now < until:
            raise TooManyTries(until)


def read_user_name(text: str) -> str:
    """A user name in the one form that is kept: small letters."""
    return clean(text).casefold()


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


def new_official(
    official: OfficialId, *, user_name: str, full_name: str, role: Role | None, jurisdiction: str
) -> Official:
    """An official from what somebody typed (role None: not one of the list).

    Raises:
        InputRefused: every problem at once.
    """
    user_name, full_name, jurisdiction = read_user_name(user_name), clean(full_name), clean(jurisdiction)
    problems = []
    if not full_name:
        problems.append(Problem("full_name", "missing"))
    elif len(full_name) > NAME_LENGTH:
        problems.append(Problem("full_name", "too_long", (("longest", NAME_LENGTH),)))
    elif looks_like_markup(full_name):
        problems.append(Problem("full_name", "markup"))
    if not _USER_NAME.fullmatch(user_name):
        problems.append(Problem("user_name", "user_name"))
    if jurisdiction and not _AREA_CODE.fullmatch(jurisdiction):
        problems.append(Problem("jurisdiction", "area_code"))
    if role is None:
        raise InputRefused([*problems, Problem("role", "choice")])
    if problems:
        raise InputRefused(problems)
    return Official(official, user_name, full_name, role, jurisdiction or None)
