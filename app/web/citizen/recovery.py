"""The digits that a browser without cookies is given with its receipt."""

from __future__ import annotations

from starlette.datastructures import FormData

from app.domain.join_errors import RecoveryMistyped
from app.domain.people import DeviceToken
from app.domain.recovery_codes import grouped_recovery, parse_recovery_code
from app.vault.tokens import recovery_token


def recovery_of(form: FormData, device: DeviceToken) -> str:
    """The grouped digits in a door's form; empty where they are not those of its device token."""
    try:
        code = parse_recovery_code(str(form.get("recovery", "")))
    except RecoveryMistyped:
        return ""
    return grouped_recovery(code) if recovery_token(code) == device else ""
