"""Who asks for their own data: the cookie says so, else the recovery code that the form carries.

A browser without cookies posts its recovery code with every form, so that no page needs anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, Request

from app.domain.join_errors import RecoveryMistyped
from app.domain.people import DeviceToken
from app.domain.recovery_codes import RecoveryCode, parse_recovery_code
from app.vault.tokens import read_token, recovery_token
from app.web import cookies


@dataclass(frozen=True, slots=True)
class Mine:
    """The token that speaks, and what forms carry on."""

    device: DeviceToken | None
    recovery: str = ""
    """Digits, where no cookie speaks."""

    @property
    def fields(self) -> Sequence[tuple[str, object]]:
        """Hidden fields of every form on the page."""
        return [("recovery", self.recovery)] if self.recovery else []


def by_cookie(request: Request) -> Mine:
    """Whom the cookie speaks for."""
    return Mine(read_token(request.cookies.get(cookies.DEVICE)))


def by_code(code: RecoveryCode) -> Mine:
    """Whom a recovery code speaks for, in a browser that sent no cookie."""
    return Mine(recovery_token(code), code)


def _mine(request: Request, recovery: Annotated[str, Form(max_length=60)] = "") -> Mine:
    known = by_cookie(request)
    if known.device is not None:
        return known
    try:
        return by_code(parse_recovery_code(recovery))
    except RecoveryMistyped:
        return known


ByCookie = Annotated[Mine, Depends(by_cookie)]
Posted = Annotated[Mine, Depends(_mine)]
