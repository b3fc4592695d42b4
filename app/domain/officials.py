"""Health officials, and whose data they may see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.errors import InputRefused, Problem
from app.domain.ids import OfficialId
from app.domain.roles import PERMISSIONS, Permission, Role
from app.domain.text import clean, looks_like_markup

NAME_LENGTH: Final = 120
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


def read_user_name(text: str) -> str:
    """A user name in the one form that is kept: small letters."""
    return clean(text).casefold()


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
