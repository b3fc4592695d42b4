"""A person reads what the city tells them: a risk, or that an official opened their contact details."""

from __future__ import annotations

from app.domain.people import DeviceToken
from app.store import notices, people
from app.store.db import Session
from app.store.notices import Notice
from app.vault.tokens import digest


def read_notices(session: Session, device: DeviceToken | None) -> list[Notice]:
    """The notices of the person whom this browser speaks for, the newest first; none without a token."""
    if device is None:
        return []
    person = people.by_tokens(session, [digest(device)]).get(digest(device))
    return [] if person is None else notices.of_persons(session, [person])
