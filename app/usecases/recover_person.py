"""Somebody comes back with a recovery code: after losing a phone, or in a browser that keeps no cookie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.join_errors import RecoveryUnknown
from app.domain.joins import Kind
from app.domain.people import DeviceToken
from app.domain.recovery_codes import RecoveryCode
from app.store import joins, people
from app.store.db import Session
from app.usecases.find_own_names import find_own_names
from app.vault.tokens import digest, new_device_token, new_recovery_code, recovery_token


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came of typing a recovery code."""

    device: DeviceToken
    """The token that speaks for the person from now on: the browser's own, or a new one."""
    joined: bool
    """Whether this browser held visits of its own, which belong to the same person now."""


def recover_person(
    session: Session, code: RecoveryCode, device: DeviceToken | None, *, now: datetime
) -> Recovered:
    """Make the browser that types a code the person whom the code speaks for. A repeat changes nothing.

    Raises:
        RecoveryUnknown: it speaks for nobody, or was ended.
    """
    joins.alone(session)
    found = digest(recovery_token(code))
    token = device or new_device_token()
    known = people.by_tokens(session, [found, digest(token)])
    if found not in known:
        raise RecoveryUnknown
    own = known.get(digest(token))
    if own is None:
        joins.add_token(session, digest(token), known[found])
    elif own != known[found]:
        joins.join(session, own, known[found], Kind.RECOVERY, now=now)
        return Recovered(token, joined=True)
    return Recovered(token, joined=False)


def make_recovery_code(session: Session, device: DeviceToken | None) -> RecoveryCode:
    """A new recovery code for whom this browser speaks, shown once; those before it stay good.

    Raises:
        NobodyHere: this browser speaks for nobody.
    """
    own = find_own_names(session, device)
    code = new_recovery_code()
    joins.add_token(session, digest(recovery_token(code)), own.person)
    return code
