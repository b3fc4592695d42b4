"""Somebody has lost a phone: every other browser and recovery code of theirs is ended."""

from __future__ import annotations

from app.domain.people import DeviceToken
from app.store import joins
from app.store.db import Session
from app.usecases.find_own_names import find_own_names
from app.vault.tokens import digest


def end_other_browsers(session: Session, device: DeviceToken | None) -> int:
    """End all tokens of this person but the one that asks; returns how many. A repeat ends none.

    What an ended browser has recorded stays, and whoever holds it sees nothing of it any more.

    Raises:
        NobodyHere: this browser speaks for nobody.
    """
    own = find_own_names(session, device)
    assert device is not None  # noqa: S101 - it has a name
    joins.alone(session)
    return joins.end_other_tokens(session, own.person, digest(device))
